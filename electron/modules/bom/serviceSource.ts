import { dayOf, edgeInstant, localDate } from '../calendars/index'
import { lastDay } from '../objects/index'
import { earlierStates, replay } from './asOf.rules'
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
    const lines = linesAt(states, bom.id, at, time.knownAt)
    const named = withNames(lines, states.namesOf(lines), bom.siteZone)
    return { ...head, childrenOf: childrenByParent(named) }
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
    return replayed(states, bomId, at ?? Number.POSITIVE_INFINITY, knownAt)
  if (at === undefined) return states.live(bomId)
  const earlier = earlierStates(states.changes(bomId), at)
  return states.at(bomId, at).map((line) => {
    const state = earlier.get(line.id)
    return state ? { ...factsOf(line), ...state } : line
  })
}

function replayed(states: BomStates, bomId: string, at: number, knownAt: number): LineFacts[] {
  const known = replay(states.entries(bomId), at, knownAt)
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
    const { chainId, id, parentId, warrantyMonths } = line
    return present({
      lineId: id,
      parentId,
      position: line.position,
      itemId: line.itemId,
      itemNumber: item.number,
      itemName: item.name,
      description: line.description === item.name ? undefined : line.description,
      quantity: line.quantity,
      unit: units.get(line.unitId) ?? '',
      serialNumber: line.serialNumber,
      batch: line.batch,
      supplier: line.supplier,
      warrantyMonths,
      remark: line.remark,
      installedAt: line.installedAt,
      warrantyUntil:
        warrantyMonths === undefined ? undefined : warrantyUntil(line.installedAt, warrantyMonths),
      // The first of its place is named by its line.
      chainId: chainId === id ? undefined : chainId,
    })
  })
}

/** Without what is empty: ten thousand lines are copied and sent. */
function present(line: SourceLine): SourceLine {
  const filled: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(line)) if (value !== undefined) filled[name] = value
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- only what is optional can be empty
  return filled as unknown as SourceLine
}
