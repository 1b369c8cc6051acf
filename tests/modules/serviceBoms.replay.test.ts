import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { BomDifference, StructureNode } from '../../electron/shared/contract/bomStructure'
import type { ServiceBomId, ServiceBomLineId } from '../../electron/shared/contract/id'
import type { BomHistoryEntry, BomLineState, ServiceBom } from '../../electron/shared/contract/serviceBoms'
import { createChance } from '../../bench/chance'
import { setUp, newId, type TestApp } from '../support/app'
import { attached, bikesOf, bomRef, itemOf, nodesOf, templateOf, type Bikes } from '../support/boms'

/** A few in `npm test`; in the soak 400 changes and 1,000 times. */
const times = Number(process.env['AFTERCARE_BOM_DATES'] ?? 60)
const changes = times >= 1000 ? 400 : 80
const seed = Number(process.env['AFTERCARE_FUZZ_SEED'] ?? 9)
vi.setConfig({ testTimeout: 60_000 + times * 500, hookTimeout: 60_000 + changes * 500 })

const start = Date.UTC(2026, 0, 10, 8)
const hour = 3_600_000
const parts = ['W1', 'W2', 'W3', 'BOLT', 'TYRE']
const chance = createChance(seed)

let app: TestApp
let branch: Bikes
let bomId: ServiceBomId
let history: BomHistoryEntry[] = []
const done = new Map<string, number>()

/** One random act; what the rules refuse is no change. */
async function act(bom: ServiceBom): Promise<ServiceBom> {
  const nodes = await nodesOf(app.owner, bom.id)
  const node = nodes.length > 0 ? chance.pick(nodes) : undefined
  const lineId = node?.lineId as ServiceBomLineId // of a list of an object
  const at = Math.min(app.clock.now, app.clock.now - chance.below(40) * hour)
  const said = { ...bomRef(bom), reasonId: branch.reasonId, at }
  const itemId = itemOf(branch, chance.pick(parts))
  const kind = chance.pick(['add', 'add', 'change', 'replace', 'replace', 'part', 'delete', 'undo'] as const)
  const { owner } = app
  const run = async () => {
    if (kind === 'undo') {
      const entries = (await owner.bom.listHistory({ bomId: bom.id, isChangesOnly: true, limit: 5 })).items
      const [newest] = entries
      if (!newest) return undefined
      const entry = chance.below(3) > 0 ? newest : chance.pick(entries)
      return owner.bom.undoChange({ ...bomRef(bom), historyId: entry.id })
    }
    if (kind === 'add' || !node)
      return owner.bom.addComponent({
        ...{ ...said, id: newId(), itemId, quantity: 1000 * (1 + chance.below(6)) },
        ...(node && chance.below(2) === 0 ? { parentLineId: lineId } : {}),
      })
    if (kind === 'change') {
      const patch = chance.pick([
        { quantity: 1000 * (1 + chance.below(6)), serialNumber: null },
        { quantity: 1000, serialNumber: `S${String(chance.below(1_000_000))}` },
        { position: 1 + chance.below(60) },
      ])
      return owner.bom.changeComponent({ ...said, lineId, patch })
    }
    if (kind === 'delete') return owner.bom.deleteComponent({ ...said, lineId })
    const quantity = kind === 'part' && node.quantity > 1000 ? node.quantity - 1000 : undefined
    const [children] = chance.pick([['keep'], ['template'], ['drop'], []] as const)
    return owner.bom.replaceComponent({ ...said, id: newId(), lineId, itemId, quantity, children })
  }
  const answer = await run().catch((error: unknown) => {
    if (error instanceof Error && 'defined' in error && error.defined === true) return undefined
    throw error
  })
  if (answer) done.set(kind, (done.get(kind) ?? 0) + answer.history.length)
  return answer?.bom ?? bom
}

beforeAll(async () => {
  app = setUp({ now: start })
  branch = await bikesOf(app, parts)
  await templateOf(app.owner, branch, [{ item: 'BOLT', quantity: 2000 }, { item: 'TYRE' }], 'W3')
  let bom = (
    await attached(
      app.owner,
      branch,
      [{ item: 'W1', parts: [{ item: 'TYRE' }] }, { item: 'W2' }, { item: 'BOLT' }],
      {
        at: start,
      },
    )
  ).bom
  bomId = bom.id
  for (let count = 0; bom.changeCount < changes; count += 1) {
    if (count > changes * 10) throw new Error('the rules refuse everything')
    if (chance.below(3) > 0) app.clock.now += (1 + chance.below(30)) * hour
    // The owner's session does not end: it is the process's own.
    bom = await act(bom)
  }
  for (let after: number | undefined; ;) {
    const page = await app.owner.bom.listHistory({ bomId, limit: 500, after })
    history.push(...page.items)
    if (page.next === undefined) break
    after = page.next
  }
  history = history.toReversed()
})
afterAll(() => app.close())

interface Line {
  readonly id: string
  readonly state: BomLineState
}

/** The slow obvious version: the entries one by one, as they were known, each of those that were taken back left out. */
function replayed(at: number, knownAt: number): Map<string, Line> {
  const known = history.filter(({ recordedAt }) => recordedAt <= knownAt)
  const lines = new Map<string, Line>()
  const standing = known.filter(
    ({ id, undoesId }) => undoesId === undefined && !known.some((other) => other.undoesId === id),
  )
  for (const entry of standing.toSorted((a, b) => a.effectiveAt - b.effectiveAt || a.number - b.number)) {
    if (entry.effectiveAt > at) continue
    const put = (id: string, state: BomLineState | undefined) =>
      state ? lines.set(id, { id, state }) : lines.delete(id)
    put(entry.lineId, entry.after)
    if (entry.newLineId !== undefined) put(entry.newLineId, entry.afterNew)
  }
  return lines
}

function placed(lines: ReadonlyMap<string, Line>): string[] {
  const pathOf = ({ state: { parentId, position } }: Line): string => {
    if (parentId === undefined) return String(position)
    const parent = lines.get(parentId)
    if (!parent) throw new Error('a part hangs on what is not there')
    return `${pathOf(parent)}.${String(position)}`
  }
  return [...lines.values()]
    .map((line) =>
      [line.id, pathOf(line), line.state.itemId, line.state.quantity, line.state.serialNumber].join(' '),
    )
    .sort()
}
const shown = (nodes: readonly StructureNode[]) =>
  nodes
    .map((node) => [node.lineId, node.path, node.itemId, node.quantity, node.serialNumber].join(' '))
    .sort()
const moment = () => start + chance.below(Math.floor((app.clock.now - start) / 1000) + 1) * 1000

describe(`a list after ${String(changes)} changes`, () => {
  it(`R09-12: at ${String(times)} times, as known and as known then, it is what a replay of its history says`, async () => {
    for (let count = 0; count < times; count += 1) {
      const at = moment()
      expect(shown(await nodesOf(app.owner, bomId, { at })), `at ${String(at)}`).toEqual(
        placed(replayed(at, Number.POSITIVE_INFINITY)),
      )
      const knownAt = moment()
      expect(shown(await nodesOf(app.owner, bomId, { at, knownAt })), `known at ${String(knownAt)}`).toEqual(
        placed(replayed(at, knownAt)),
      )
    }
    expect(shown(await nodesOf(app.owner, bomId))).toEqual(
      placed(replayed(app.clock.now, Number.POSITIVE_INFINITY)),
    )
    expect([...done.keys()].sort()).toEqual(['add', 'change', 'delete', 'part', 'replace', 'undo'])
  })

  it('R09-13: two times differ in exactly what came, went, changed or took another’s place', async () => {
    for (let count = 0; count < times; count += 1) {
      const [from, to] = [moment(), moment()].sort((a, b) => a - b)
      const left = replayed(from ?? start, Number.POSITIVE_INFINITY)
      const right = replayed(to ?? start, Number.POSITIVE_INFINITY)
      const { items } = await app.owner.bom.getComparison({
        ...{ left: { bomId, at: from }, right: { bomId, at: to } },
      })
      expect(namedBy(items, right)).toEqual(changedBetween(left, right))
    }
  })

  it('R09-06: the marks are the instants of what stands, and nothing changes between them', async () => {
    const { items: marks } = await app.owner.bom.listMarks({ bomId })
    const undone = new Set(history.map(({ undoesId }) => undoesId))
    const standing = history.filter(
      ({ action, id, undoesId }) => action !== 'copied' && undoesId === undefined && !undone.has(id),
    )
    expect(marks.map(({ at }) => at)).toEqual(
      [...new Set(standing.map(({ effectiveAt }) => effectiveAt))].sort((a, b) => a - b),
    )
    expect(marks.reduce((sum, { count }) => sum + count, 0)).toBe(standing.length)
  })
})

/**
 * Lines that a comparison names, each with what it says of it. Where a part of a quantity was replaced, the new line
 * stands beside one of its place that is still there: that one is no line that went.
 */
function namedBy(items: readonly BomDifference[], right: ReadonlyMap<string, Line>): string[] {
  const named = items.flatMap((one) =>
    one.left && one.right && one.left.lineId === one.right.lineId
      ? [`changed ${one.left.lineId}`]
      : [
          ...(one.left && !right.has(one.left.lineId) ? [`left ${one.left.lineId}`] : []),
          ...(one.right ? [`right ${one.right.lineId}`] : []),
        ],
  )
  return [...new Set(named)].sort()
}

/** The place of a part: a new wheel has its tyre where the old one had it (R09-13). */
function placeOf(lineId: string | undefined): string | undefined {
  const entry = history.find(({ action, newLineId }) => action === 'replaced' && newLineId === lineId)
  return lineId !== undefined && entry ? placeOf(entry.lineId) : lineId
}

function changedBetween(left: ReadonlyMap<string, Line>, right: ReadonlyMap<string, Line>): string[] {
  const isSame = (a: BomLineState, b: BomLineState) =>
    a.quantity === b.quantity &&
    a.serialNumber === b.serialNumber &&
    a.position === b.position &&
    placeOf(a.parentId) === placeOf(b.parentId)
  return [
    ...[...left.values()].flatMap(({ id, state }) => {
      const now = right.get(id)
      if (!now) return [`left ${id}`]
      return isSame(state, now.state) ? [] : [`changed ${id}`]
    }),
    ...[...right.keys()].filter((id) => !left.has(id)).map((id) => `right ${id}`),
  ].sort()
}
