import { addFailure, emptyPool, type Pool } from './failures.rules'

/** The times of repair lines, a column each: a million lines are no million objects. */
export interface Spans {
  /** Whose line it is. */
  readonly objects: Float64Array
  readonly groups: Float64Array
  readonly reportedAt: Float64Array
  /** 0 while it is open. */
  readonly finishedAt: Float64Array
  /** 1 of a fault that was none: it neither begins nor prolongs a failure (R08-16). */
  readonly isNone: Uint8Array
}

/** Lines and failures of a group. */
export interface CountedPool extends Pool {
  count: number
}
const emptyCountedPool = (): CountedPool => ({ count: 0, ...emptyPool() })

export interface Pools {
  readonly all: CountedPool
  /** By the group's number. */
  readonly groups: ReadonlyMap<number, CountedPool>
}

/**
 * The failures of every object (R08-16), pooled over all and over each group: of a group only its own lines run into one
 * another.
 *
 * @param at - the instant of the report: open lines reach to it, later ones are not yet
 */
export function poolSpans(spans: Spans, at: number): Pools {
  const { groups: groupOf, objects } = spans
  const order = byObject(objects)
  const all = emptyCountedPool()
  const groups = new Map<number, CountedPool>()
  const poolOf = (group: number) => {
    const known = groups.get(group) ?? emptyCountedPool()
    groups.set(group, known)
    return known
  }
  for (let from = 0; from < order.length;) {
    const object = objects[order[from] ?? 0]
    const group = groupOf[order[from] ?? 0]
    let to = from
    let isOneGroup = true
    for (; to < order.length && objects[order[to] ?? 0] === object; to += 1)
      if (groupOf[order[to] ?? 0] !== group) isOneGroup = false
    const own = order.subarray(from, to)
    sortBy(own, spans.reportedAt)
    addLines(all, spans, own, at)
    if (isOneGroup) addLines(poolOf(group ?? 0), spans, own, at)
    else addEachGroup(poolOf, spans, own, at)
    from = to
  }
  return { all, groups }
}

/** Lines of one object in several groups: those of a group stay in the order of their reports. */
function addEachGroup(
  poolOf: (group: number) => CountedPool,
  spans: Spans,
  lines: Uint32Array,
  at: number,
): void {
  sortBy(lines, spans.groups)
  for (let from = 0; from < lines.length;) {
    const group = spans.groups[lines[from] ?? 0]
    let to = from
    while (to < lines.length && spans.groups[lines[to] ?? 0] === group) to += 1
    addLines(poolOf(group ?? 0), spans, lines.subarray(from, to), at)
    from = to
  }
}

/** Adds the failures of one object; its lines come in the order of their reports. */
function addLines(
  pool: CountedPool,
  { finishedAt, isNone, reportedAt }: Spans,
  lines: Uint32Array,
  at: number,
): void {
  pool.count += lines.length
  let before: number | undefined
  let start = 0
  let end = 0
  let isFinished = false
  let isOpen = false
  const close = () => {
    if (!isOpen) return
    addFailure(pool, { start, end, isFinished }, before)
    before = end
  }
  for (const line of lines) {
    const reported = reportedAt[line] ?? 0
    if (reported > at || isNone[line] === 1) continue
    const finished = finishedAt[line] ?? 0
    const isOver = finished > 0 && finished <= at
    const ends = isOver ? finished : at
    if (isOpen && reported <= end) {
      end = Math.max(end, ends)
      isFinished = isFinished && isOver
      continue
    }
    close()
    start = reported
    end = ends
    isFinished = isOver
    isOpen = true
  }
  close()
}

/** The lines object by object, each object's in the order they came in: counted, not compared. Keys of objects are small. */
function byObject(objects: Float64Array): Uint32Array {
  let highest = 0
  for (const object of objects) if (object > highest) highest = object
  /** Where the next line of each object goes. */
  const next = new Uint32Array(highest + 2)
  for (const object of objects) next[object + 1] = (next[object + 1] ?? 0) + 1
  for (let object = 1; object < next.length; object += 1)
    next[object] = (next[object] ?? 0) + (next[object - 1] ?? 0)
  const order = new Uint32Array(objects.length)
  for (let line = 0; line < objects.length; line += 1) {
    const object = objects[line] ?? 0
    const place = next[object] ?? 0
    order[place] = line
    next[object] = place + 1
  }
  return order
}

const fewLines = 16

/** Sorts lines by a column, those of the same value as they stood; most objects have few. */
function sortBy(lines: Uint32Array, column: Float64Array): void {
  if (lines.length > fewLines) {
    lines.sort((a, b) => (column[a] ?? 0) - (column[b] ?? 0))
    return
  }
  for (let place = 1; place < lines.length; place += 1) {
    const line = lines[place] ?? 0
    const value = column[line] ?? 0
    let at = place
    for (; at > 0 && (column[lines[at - 1] ?? 0] ?? 0) > value; at -= 1) lines[at] = lines[at - 1] ?? 0
    lines[at] = line
  }
}
