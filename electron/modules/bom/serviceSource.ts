import { dayOf, edgeInstant, localDate } from '../calendars/index'
import { lastDay } from '../objects/index'
import { readBom } from './bomOffices'
import type { BomStates, LineFacts, PartNames } from './bomStates.repository'
import type { ListedBom, ServiceBomLists } from './serviceBomLists.repository'
import type { SourceLine, SourceTime, StructureSource } from './structure.source'
import { childrenByParent } from './tree.rules'

export interface ServiceSourceDeps {
  readonly lists: ServiceBomLists
  readonly states: BomStates
}

/** The list of an object as it was at a moment, and as it was known to be (R09-12). */
export function createServiceSource({ lists, states }: ServiceSourceDeps): StructureSource {
  return (id, time, { at: now, caller }) => {
    const bom = readBom(lists, caller, id)
    const at = instantOf(bom, time)
    const head = {
      rootItemId: bom.itemId,
      rootItemNumber: bom.itemNumber,
      rootItemName: bom.itemName,
      rootSerial: bom.serialNumber,
    }
    if ((at ?? now) < bom.attachedAt || (time.knownAt ?? now) < bom.recordedAt)
      return { ...head, notice: 'DATE_BEFORE_ATTACH' as const, childrenOf: () => [] }
    const childrenOf = states.kept(`${id} ${String(at)} ${String(time.knownAt)}`, () => {
      const lines = linesAt(states, bom.id, at, time.knownAt)
      return childrenByParent(withNames(lines, states.namesOf(lines), bom.siteZone))
    })
    return { ...head, childrenOf }
  }
}

/** A day is its last instant at the site; undefined is now. */
function instantOf({ siteZone }: ListedBom, { at, date }: SourceTime): number | undefined {
  return date === undefined ? at : edgeInstant(siteZone, dayOf(date) + 1, 0, 'start') - 1
}

/** The lines at an instant; without one those that are live, without reading the history. */
export function linesAt(
  states: BomStates,
  bomId: string,
  at: number | undefined,
  knownAt: number | undefined,
): LineFacts[] {
  if (knownAt !== undefined && knownAt < states.lastRecorded(bomId))
    return replayed(states, bomId, at ?? Number.MAX_SAFE_INTEGER, knownAt)
  if (at === undefined) return states.live(bomId)
  const earlier = states.earlier(bomId, at)
  return states.at(bomId, at).map((line) => {
    const state = earlier.get(line.id)
    return state ? { ...factsOf(line), ...state } : line
  })
}

function replayed(states: BomStates, bomId: string, at: number, knownAt: number): LineFacts[] {
  const known = states.known(bomId, at, knownAt)
  return states.all(bomId).flatMap((line) => {
    const state = known.get(line.id)
    return state ? [{ ...factsOf(line), ...state }] : []
  })
}

/** What no change of a line touches; the state says the rest, also by what it leaves out. */
function factsOf({ chainId, id, installedAt }: LineFacts): Pick<LineFacts, 'chainId' | 'id' | 'installedAt'> {
  return { chainId, id, installedAt }
}

function withNames(lines: readonly LineFacts[], { items, units }: PartNames, zone: string): SourceLine[] {
  const ends = new Map<string, string | undefined>()
  /** Most parts of a list came on one day with one warranty. */
  const warrantyUntil = (installedAt: number, months: number) => {
    const key = `${String(installedAt)} ${String(months)}`
    if (!ends.has(key)) ends.set(key, lastDay(localDate(zone, installedAt), months))
    return ends.get(key)
  }
  return lines.map((line) => {
    const item = items.get(line.itemId)
    if (!item) throw new Error(`item ${line.itemId} is not in the store`)
    const { chainId, id: lineId, installedAt, itemId, position, quantity, warrantyMonths } = line
    const named: Draft = {
      ...{ lineId, position, itemId, itemNumber: item.number, itemName: item.name, quantity, installedAt },
      unit: units.get(line.unitId) ?? '',
    }
    // Without what is empty: ten thousand lines are copied and sent.
    if (line.parentId !== undefined) named.parentId = line.parentId
    if (line.description !== item.name) named.description = line.description
    if (line.serialNumber !== undefined) named.serialNumber = line.serialNumber
    if (line.batch !== undefined) named.batch = line.batch
    if (line.supplier !== undefined) named.supplier = line.supplier
    if (line.remark !== undefined) named.remark = line.remark
    if (warrantyMonths !== undefined) {
      named.warrantyMonths = warrantyMonths
      named.warrantyUntil = warrantyUntil(installedAt, warrantyMonths)
    }
    // The first of its place is named by its line.
    if (chainId !== lineId) named.chainId = chainId
    return named
  })
}

type Draft = { -readonly [Name in keyof SourceLine]: SourceLine[Name] }
