import type { BomRepository, StoredBomLine } from '../../bom/index'
import { circlePath, findCircle, overlapsOf, type BomEdge } from '../../bom/index'
import type { CatalogRepository } from '../../catalog/index'
import type { RowReader } from '../rowReader'
import { bomReport, type BomFact } from './bomReport.rules'
import { mappedFields, settle, type KindSpec, type LateFinding } from './kind'

interface FileLine extends BomEdge {
  readonly line: number
  readonly level: number | undefined
}

/** Item BOM lines by the file's own key; rows without assembly mark finished products (09 §4.1). */
export function bomsKind({ itemLines }: BomRepository, catalog: CatalogRepository): KindSpec {
  /** `A > B > A`. */
  const pathOf = (circle: readonly BomEdge[]) => {
    const ids = [...circle.map(({ assemblyId }) => assemblyId), circle.at(-1)?.componentId ?? '']
    return circlePath(ids.map((id) => catalog.items.get(id).number))
  }
  const itemOf = (row: RowReader, target: string) => {
    const number = row.text(target)
    const [item] = number === undefined ? [] : catalog.items.where('number', number)
    if (number !== undefined && !item) row.fail('UNKNOWN_REFERENCE', target)
    return item
  }
  return {
    targets: [
      { name: 'externalKey', columns: ['bom_id'], isRequired: true },
      { name: 'assembly', columns: ['assembly_item_number'] },
      { name: 'component', columns: ['component_item_number'], isRequired: true },
      { name: 'validFrom' },
      { name: 'validTo' },
      { name: 'unit', isRequired: true },
      { name: 'quantity', columns: ['quantity_per_assembly'], isRequired: true },
      { name: 'level', columns: ['bom_level'] },
    ],
    keyTarget: 'externalKey',
    reads: ['itemBomLine'],
    open({ emptyClears }) {
      const lines: FileLine[] = []
      const roots = new Set<string>()
      const replaced = new Set<string>()
      const keys: string[] = []
      const facts: BomFact[] = []
      let unknownItems = 0
      let circles = 0
      return {
        key(row) {
          const key = row.text('externalKey')
          if (key !== undefined) keys.push(key)
          return key
        },
        check(row) {
          const assembly = itemOf(row, 'assembly')
          const component = itemOf(row, 'component')
          if (row.hasErrors) unknownItems += 1
          const [unit] = catalog.units.where('code', row.text('unit')?.toUpperCase())
          if (!unit) row.fail('UNKNOWN_REFERENCE', 'unit')
          const validFrom = row.date('validFrom')
          const validTo = row.date('validTo')
          const quantity = row.decimal('quantity', 3)
          const level = row.decimal('level', 0)
          facts.push({
            assembly: row.text('assembly'),
            component: row.text('component') ?? '',
            unit: row.text('unit')?.toUpperCase(),
            ...{ validFrom, validTo, level, quantity },
          })
          if (validFrom !== undefined && validTo !== undefined && validTo < validFrom)
            row.fail('PERIOD_INVALID', 'validTo')
          if (quantity !== undefined && quantity <= 0) row.fail('QTY_INVALID', 'quantity')
          if (!component || !unit) return undefined
          if (!assembly) {
            if (!row.hasErrors) roots.add(component.id)
            return { action: 'skip' }
          }
          const [existing] = itemLines.where('externalKey', row.text('externalKey'))
          if (existing) replaced.add(existing.id)
          const given = {
            ...mappedFields(row, { externalKey: row.text('externalKey'), validFrom, validTo, quantity }),
            assemblyId: assembly.id,
            componentId: component.id,
            unitId: unit.id,
          }
          const verdict = settle({ entity: 'itemBomLine', existing, given, defaults: {}, emptyClears })
          lines.push({
            line: row.line,
            level,
            assemblyId: assembly.id,
            componentId: component.id,
            validFrom,
            validTo,
          })
          return verdict
        },
        finish() {
          const kept = itemLines.all().filter(({ id }: StoredBomLine) => !replaced.has(id))
          const circle = findCircle([...kept, ...lines])
          circles = circle ? 1 : 0
          return [
            ...overlapsOf([...kept, ...lines]).flatMap((edges) =>
              lateError(lines, edges, 'PERIOD_OVERLAP', 'validFrom'),
            ),
            ...(circle ? lateError(lines, circle, 'BOM_CIRCULAR', 'component', pathOf(circle)) : []),
            ...levelFindings(lines, roots),
          ]
        },
        report: () => bomReport(facts, { keys, circles, unknownItems }),
      }
    },
  }
}

/** Reports at the last line of the file that takes part. */
function lateError(
  lines: readonly FileLine[],
  edges: readonly BomEdge[],
  code: string,
  field: string,
  value?: string,
): LateFinding[] {
  const line = Math.max(0, ...lines.filter((one) => edges.includes(one)).map((one) => one.line))
  return line === 0
    ? []
    : [{ line, severity: 'error', code, field, ...(value === undefined ? {} : { value }) }]
}

/** The file's level against the depth that the tree gives from the products that the file names. */
function levelFindings(lines: readonly FileLine[], roots: ReadonlySet<string>): LateFinding[] {
  if (roots.size === 0) return []
  const depths = depthsFrom(roots, lines)
  return lines.flatMap(({ line, level, assemblyId }) => {
    if (level === undefined || depths.get(assemblyId)?.has(level - 1)) return []
    return [{ line, severity: 'warning', code: 'LEVEL_MISMATCH', field: 'level', value: String(level) }]
  })
}

const depthLimit = 50

/** Every depth at which an item occurs below the roots, at any date. */
function depthsFrom(roots: ReadonlySet<string>, lines: readonly BomEdge[]): Map<string, Set<number>> {
  const componentsOf = new Map<string, Set<string>>()
  for (const { assemblyId, componentId } of lines)
    componentsOf.set(assemblyId, (componentsOf.get(assemblyId) ?? new Set()).add(componentId))
  const depths = new Map([...roots].map((id) => [id, new Set([0])]))
  let level = new Set(roots)
  for (let depth = 1; level.size > 0 && depth <= depthLimit; depth += 1) {
    level = new Set([...level].flatMap((id) => [...(componentsOf.get(id) ?? [])]))
    for (const id of level) depths.set(id, (depths.get(id) ?? new Set()).add(depth))
  }
  return depths
}
