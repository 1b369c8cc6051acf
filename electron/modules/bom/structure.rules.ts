/** A period of whole days, both inclusive; without an end it is open there. */
export interface Validity {
  readonly validFrom?: string | undefined
  readonly validTo?: string | undefined
}

/** One component of one assembly in a period. */
export interface BomEdge extends Validity {
  readonly assemblyId: string
  readonly componentId: string
}

const first = '0000-01-01'
const last = '9999-12-31'

interface Period {
  readonly from: string
  readonly to: string
}

function periodOf({ validFrom = first, validTo = last }: Validity): Period {
  return { from: validFrom, to: validTo }
}

function common(a: Period, b: Period): Period | undefined {
  const from = a.from > b.from ? a.from : b.from
  const to = a.to < b.to ? a.to : b.to
  return from <= to ? { from, to } : undefined
}

/** Whether there is a day that lies in every one of the periods. */
export function haveCommonDay(all: readonly Validity[]): boolean {
  let shared: Period | undefined = { from: first, to: last }
  for (const one of all) shared = shared && common(shared, periodOf(one))
  return shared !== undefined
}

/** Pairs of lines of one assembly and component that share a day (09 §4.1). */
export function overlapsOf<Edge extends BomEdge>(edges: readonly Edge[]): [Edge, Edge][] {
  const groups = new Map<string, Edge[]>()
  for (const edge of edges) {
    const key = `${edge.assemblyId} ${edge.componentId}`
    const group = groups.get(key)
    if (group) group.push(edge)
    else groups.set(key, [edge])
  }
  return [...groups.values()].flatMap((group) => {
    const ordered = [...group].sort((a, b) => (periodOf(a).from < periodOf(b).from ? -1 : 1))
    return ordered.flatMap((edge, index): [Edge, Edge][] => {
      const next = ordered[index + 1]
      return next && common(periodOf(edge), periodOf(next)) ? [[edge, next]] : []
    })
  })
}

/** The edges of a circle in which an item is its own part on some day (R09-10); undefined when there is none. */
export function findCircle<Edge extends BomEdge>(edges: readonly Edge[]): Edge[] | undefined {
  const byAssembly = new Map<string, Edge[]>()
  for (const edge of edges) {
    const group = byAssembly.get(edge.assemblyId)
    if (group) group.push(edge)
    else byAssembly.set(edge.assemblyId, [edge])
  }
  const suspects = inCircles(byAssembly)
  for (const start of suspects) {
    const circle = circleFrom(start, byAssembly, suspects)
    if (circle) return circle
  }
  return undefined
}

/** Items left when those without remaining parts are taken away again and again: whatever the dates, only these can be in a circle. */
function inCircles(byAssembly: ReadonlyMap<string, readonly BomEdge[]>): Set<string> {
  const open = new Map([...byAssembly].map(([id, edges]) => [id, edges.length]))
  const parents = new Map<string, string[]>()
  for (const [id, edges] of byAssembly)
    for (const { componentId } of edges) parents.set(componentId, [...(parents.get(componentId) ?? []), id])
  const leaves = [...parents.keys()].filter((id) => !open.has(id))
  for (let leaf = leaves.pop(); leaf !== undefined; leaf = leaves.pop())
    for (const parent of parents.get(leaf) ?? []) {
      const left = (open.get(parent) ?? 0) - 1
      open.set(parent, left)
      if (left === 0) {
        open.delete(parent)
        leaves.push(parent)
      }
    }
  return new Set(open.keys())
}

/** Walks down from an item while the lines of the path share a day, until it is met again. */
function circleFrom<Edge extends BomEdge>(
  start: string,
  byAssembly: ReadonlyMap<string, readonly Edge[]>,
  suspects: ReadonlySet<string>,
): Edge[] | undefined {
  const path: Edge[] = []
  const onPath = new Set<string>()

  function walk(id: string, shared: Period): boolean {
    onPath.add(id)
    for (const edge of byAssembly.get(id) ?? []) {
      const period = common(shared, periodOf(edge))
      if (!period || !suspects.has(edge.componentId)) continue
      path.push(edge)
      if (edge.componentId === start) return true
      if (!onPath.has(edge.componentId) && walk(edge.componentId, period)) return true
      path.pop()
    }
    onPath.delete(id)
    return false
  }

  return walk(start, { from: first, to: last }) ? path : undefined
}
