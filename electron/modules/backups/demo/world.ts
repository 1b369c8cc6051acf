import { originOf, type Caller } from '../../../db/act'
import type { Outcome } from '../../../db/changeLog'
import { mintId } from '../../../db/ids'
import type { DirectClient } from '../../../shared/contract/index'
import { DeviceId, type OfficeId } from '../../../shared/contract/id'
import { permissionsOf } from '../../../shared/contract/permission'
import type { StoredUser } from '../../people/index'
import { createChance, type Chance } from './chance.rules'
import type { DemoDeps } from './demo.deps'

/** The demo company while it is made: who acts, at what time, by what chance. */
export interface World {
  readonly deps: DemoDeps
  readonly chance: Chance
  /** Midnight before the demo's day in Oslo: what has happened lies before it. */
  readonly present: number
  /** The demo's day. */
  readonly date: string
  readonly officeId: OfficeId
  readonly owner: DirectClient
  /** The client of a user, by login. */
  as(login: string): DirectClient
  /** Acts from here on happen then; `step` passes before each. */
  moveClock(at: number, step: number): void
  /** One act that no procedure stands for, with its log entry. */
  act<Result>(command: string, useCase: (at: number) => Outcome<Result>): Result
  /** The entities that were written. */
  readonly touched: ReadonlySet<string>
}

export interface Clock {
  now: number
  step: number
}
export interface WorldOptions {
  readonly seed: number
  readonly date: string
  readonly present: number
  readonly clock: Clock
  readonly owner: StoredUser
  readonly officeId: OfficeId
}

export function createWorld(deps: DemoDeps, options: WorldOptions): World {
  const { clock, date, officeId, owner, present, seed } = options
  const touched = new Set<string>()
  const desk = deps.openDesk({
    now: () => (clock.now += clock.step),
    publish: (events) => {
      for (const { entity } of events) touched.add(entity)
    },
  })
  const ownerCaller = callerOf(deps, owner, officeId)
  const clients = new Map<string, DirectClient>()

  return {
    deps,
    chance: createChance(seed),
    present,
    date,
    officeId,
    owner: desk.as(ownerCaller),
    as(login) {
      const user = deps.people.userByLogin(login)
      if (!user) throw new Error(`the demo company has no user ${login}`)
      const client = clients.get(login) ?? desk.as(callerOf(deps, user, officeId))
      clients.set(login, client)
      return client
    },
    moveClock(at, step) {
      clock.now = at
      clock.step = step
    },
    act: (command, useCase) => desk.write({ command, origin: originOf(ownerCaller), useCase }),
    touched,
  }
}

/** A user as caller, in the office, without a session. */
export function callerOf(
  { deviceId }: Pick<DemoDeps, 'deviceId'>,
  { displayName, id, language, login, roles, workerId }: StoredUser,
  officeId: OfficeId,
): Caller {
  return {
    ...{ userId: id, login, displayName, language, workerId, mustChangePassword: false },
    ...{ roles, permissions: permissionsOf(roles), officeIds: [officeId], officeId },
    ...{ deviceId: DeviceId.parse(deviceId()), tokenHash: '', sessionKind: 'process' },
  }
}

/** The owner and the store's first office. */
export function ownerOf({ people }: Pick<DemoDeps, 'people'>): { owner: StoredUser; officeId: OfficeId } {
  const owner = people.ownerOfProcess()
  const [office] = people.officeList.page({ limit: 1 }).items
  if (!owner || !office) throw new Error('the store has no owner or no office')
  return { owner, officeId: office.id }
}

/** The owner as caller, for work that nobody has asked for. */
export function ownerCaller(deps: Pick<DemoDeps, 'deviceId' | 'people'>): Caller {
  const { officeId, owner } = ownerOf(deps)
  return callerOf(deps, owner, officeId)
}

/** A new id of the kind of `schema`. */
export function newId<Id>(schema: { parse(value: unknown): Id }): Id {
  return schema.parse(mintId())
}
