import { withIds } from '../../../db/ids'
import { DomainError, domainError } from '../../../shared/contract/domainError'
import { demoErrors } from '../../../shared/contract/backups'
import type { Language } from '../../../shared/contract/session'
import { offsetAt } from '../../calendars/index'
import { createIdSource } from './chance.rules'
import type { DemoDeps } from './demo.deps'
import { makeAgreements } from './makeAgreements'
import { createDemoBoms, makeBoms } from './makeBoms'
import { fillWarehouses, makeItems, makeRates } from './makeCatalog'
import { demoZone, hashPasswords, makeCalendar, makeStaff, markCompany, nameCompany } from './makeCompany'
import { makeCustomers, makeObjects } from './makeCustomers'
import { makeOrders, makeProcess } from './makeOrders'
import { makeDispatch, makeTeams } from './makeDispatch'
import { makePromises } from './makePromises'
import { makeRepairs } from './makeRepairs'
import { datePlus } from './days.rules'
import { createWorld, ownerOf, type Clock } from './world'

export interface DemoRequest {
  readonly seed: number
  readonly date: string
  readonly language?: Language | undefined
}

export interface DemoLoaded {
  /** The entities that were written, for the change stream. */
  readonly entities: readonly string[]
}

const setUpDays = 75
/** What was set up before, under names that the demo needs. */
const takenCodes = [
  'CODE_TAKEN',
  'LOGIN_TAKEN',
  'SECOND_ROOT',
  'REASON_CODE_EXISTS',
  'NUMBER_TAKEN',
  'PRICE_OVERLAP',
]

/** Throws NOT_EMPTY when a customer, an item or an order exists (R01-23). */
export function assertEmpty({ people, repository }: Pick<DemoDeps, 'people' | 'repository'>): void {
  const counts = repository.counts()
  if (Object.keys(counts).length > 0)
    throw domainError(demoErrors, 'NOT_EMPTY', { entity: 'company', id: people.company().id, counts })
}

/**
 * Makes the demo company by the product's own acts, so that its data obey every rule: the same seed and date give the
 * same ids, instants and records (R01-23). Runs inside the caller's transaction.
 *
 * @throws NOT_EMPTY, NUMBERS_EXHAUSTED
 */
export function loadDemo(deps: DemoDeps, { date, language, seed }: DemoRequest): DemoLoaded {
  assertEmpty(deps)
  const wall = Date.parse(date)
  const present = wall - offsetAt(demoZone, wall)
  const clock: Clock = { now: present, step: 0 }
  const passwordHashes = hashPasswords(deps)
  // Ids are never used again: a load after a removal makes others.
  const idSeed = seed + deps.repository.earlierLoads() * 7919
  try {
    return withIds(
      createIdSource(idSeed, () => clock.now),
      () => makeDemo(deps, { seed, date, present, clock, language }, passwordHashes),
    )
  } catch (error) {
    if (!(error instanceof DomainError) || !takenCodes.includes(error.code)) throw error
    throw domainError(demoErrors, 'NOT_EMPTY', { failures: [{ code: error.code }] })
  }
}

function makeDemo(
  deps: DemoDeps,
  request: DemoRequest & { readonly present: number; readonly clock: Clock },
  passwordHashes: readonly string[],
): DemoLoaded {
  const { people } = deps
  const world = createWorld(deps, { ...request, ...ownerOf(deps) })
  const language = request.language ?? people.company().language
  const setUpOn = Date.parse(datePlus(request.date, -setUpDays))
  world.moveClock(setUpOn + 7 * 3_600_000, 1000)

  nameCompany(world, language)
  makeCalendar(world)
  const staff = makeStaff(world, language, passwordHashes)
  makeTeams(world, staff)
  const items = makeItems(world)
  const catalog = { ...items, ...makeRates(world, staff) }
  fillWarehouses(world, catalog, staff)
  const customers = makeCustomers(world, catalog)
  makePromises(world, customers)
  makeObjects(world, catalog, customers)
  makeAgreements({ world, catalog, staff, customers })
  const boms = createDemoBoms(world, catalog)
  makeBoms(world, boms, customers)
  const process = makeProcess(world)
  makeOrders({ world, catalog, process, staff, customers })
  makeDispatch({ world, catalog, staff, customers })
  makeRepairs(world, boms, customers)
  world.moveClock(world.present, 0)
  markCompany(world)
  return { entities: [...world.touched] }
}
