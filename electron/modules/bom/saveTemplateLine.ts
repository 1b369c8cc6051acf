import { isDeepStrictEqual } from 'node:util'
import type { Act } from '../../db/act'
import type { EntityChange, Outcome } from '../../db/changeLog'
import { outcome, unchanged } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { applyPatch } from '../../db/records'
import { notFound } from '../../db/version'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import type { BomTemplateDetail } from '../../shared/contract/bomTemplates'
import { TemplateLineId } from '../../shared/contract/id'
import { assertAmount } from './component.checks'
import { assertPeriod } from './createTemplate'
import { loadFree, type LoadedTemplate } from './loadTemplate'
import type { TemplateDeps, TemplateInput } from './templates.deps'
import type { StoredTemplateLine, TemplateLineRow } from './templates.repository'
import { templateDetail } from './templateView'
import { assertNotBelowItself, assertTree, subtreeOf } from './templateTree'

/**
 * Adds a part to a free template, behind the others of its parent unless a position is given.
 *
 * @throws MODULE_OFF, TEMPLATE_LOCKED, QTY_INVALID, UNIT_NOT_CONVERTIBLE, UNIT_DECIMALS, PERIOD_INVALID, POSITION_TAKEN,
 *   BOM_CIRCULAR, BOM_TOO_LARGE
 */
export function addTemplateLine(
  deps: TemplateDeps,
  act: Act,
  input: TemplateInput<'addTemplateLine'>,
): Outcome<BomTemplateDetail> {
  const { expectedVersion, id, parentLineId: parentId, reason: _reason, templateId, ...given } = input
  const done = id === undefined ? undefined : deps.repository.templateLines.find(id)
  if (done) return replayed(deps, act, done, { ...given, parentId, templateId })
  const loaded = loadFree(deps, act.caller, { templateId, expectedVersion })
  assertParent(loaded.rows, parentId)
  const item = deps.catalog.item(given.itemId)
  const line = named(deps, {
    ...given,
    ...{ id: id ?? TemplateLineId.parse(mintId()), templateId, parentId },
    description: given.description ?? item.name,
    unitId: given.unitId ?? item.unitId,
    position: given.position ?? nextPosition(loaded.rows, parentId),
  })
  assertAmount(deps, line)
  assertPeriod(line.validFrom, line.validTo, 'validTo')
  assertTree(loaded.root, [...loaded.rows, line])
  return saved(deps, act, loaded, (version) => [deps.repository.templateLines.insert(line, version)])
}

/**
 * Changes a part of a free template, or hangs it on another one with everything below it.
 *
 * @throws the codes of `addTemplateLine`
 */
export function updateTemplateLine(
  deps: TemplateDeps,
  act: Act,
  input: TemplateInput<'updateTemplateLine'>,
): Outcome<BomTemplateDetail> {
  const { lineId, patch } = input
  const loaded = loadFree(deps, act.caller, input, patch)
  const before = lineIn(loaded.rows, lineId)
  const after = named(deps, patchedLine(deps, loaded.rows, before, patch))
  assertParent(loaded.rows, after.parentId)
  const isMeasured = (['itemId', 'quantity', 'unitId'] as const).some(
    (field) => after[field] !== before[field],
  )
  if (isMeasured) assertAmount(deps, after)
  assertPeriod(after.validFrom, after.validTo, 'validTo')
  const rows = loaded.rows.map((row) => (row.id === lineId ? after : row))
  assertNotBelowItself(after, rows)
  assertTree(loaded.root, rows)
  const { update } = deps.repository.templateLines
  if (isSame(before, after)) return unchanged(templateDetail(deps, act.caller, loaded.template.id))
  return saved(deps, act, loaded, (version) => [update(before, after, version)])
}

/** Takes a part from a free template with everything below it. @throws MODULE_OFF, TEMPLATE_LOCKED */
export function deleteTemplateLine(
  deps: TemplateDeps,
  act: Act,
  input: TemplateInput<'deleteTemplateLine'>,
): Outcome<BomTemplateDetail> {
  const loaded = loadFree(deps, act.caller, input)
  lineIn(loaded.rows, input.lineId)
  const { remove } = deps.repository.templateLines
  return saved(deps, act, loaded, (version) =>
    subtreeOf(input.lineId, loaded.rows).map((line) => remove(line, version)),
  )
}

function patchedLine(
  { catalog }: TemplateDeps,
  rows: readonly TemplateLineRow[],
  before: TemplateLineRow,
  { parentLineId, position, description, unitId, ...patch }: TemplateInput<'updateTemplateLine'>['patch'],
): StoredTemplateLine {
  const itemId = patch.itemId ?? before.itemId
  const isOtherItem = itemId !== before.itemId
  const item = catalog.item(itemId)
  const isOwnText = before.description !== before.itemName
  const parentId = parentLineId === undefined ? before.parentId : (parentLineId ?? undefined)
  const isMoved = parentId !== before.parentId || position === null
  const others = rows.filter(({ id }) => id !== before.id)
  return {
    ...applyPatch(before, patch),
    parentId,
    position: position ?? (isMoved ? nextPosition(others, parentId) : before.position),
    // A text of its own stays with the place; the item's name goes with the item.
    description:
      description === null || (description === undefined && !isOwnText)
        ? item.name
        : (description ?? before.description),
    unitId: unitId ?? (unitId === null || isOtherItem ? item.unitId : before.unitId),
  }
}

function named({ catalog }: TemplateDeps, line: StoredTemplateLine): TemplateLineRow {
  const { name, number } = catalog.item(line.itemId)
  return { ...line, itemName: name, itemNumber: number, unit: catalog.unit(line.unitId).code }
}

function nextPosition(rows: readonly TemplateLineRow[], parentId: TemplateLineId | undefined): number {
  const positions = rows.filter((row) => row.parentId === parentId).map(({ position }) => position)
  return Math.max(0, ...positions) + 1
}

function lineIn(rows: readonly TemplateLineRow[], lineId: string): TemplateLineRow {
  const row = rows.find(({ id }) => id === lineId)
  if (!row) throw notFound('bomTemplateLine', lineId)
  return row
}

function assertParent(rows: readonly TemplateLineRow[], parentId: TemplateLineId | undefined): void {
  if (parentId !== undefined) lineIn(rows, parentId)
}

function saved(
  deps: TemplateDeps,
  { caller }: Act,
  { template }: LoadedTemplate,
  write: (version: number) => EntityChange[],
): Outcome<BomTemplateDetail> {
  const head = deps.repository.overwriteTemplate(template)
  const changes = [head, ...write(head.version)]
  return outcome(templateDetail(deps, caller, template.id), changes)
}

/** Absent and undefined are the same in the store. */
function isSame(before: object, after: object): boolean {
  const plain = (record: object) =>
    Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))
  return isDeepStrictEqual(plain(before), plain(after))
}

/** A repeated call: what it gave is what stands there. */
function replayed(
  deps: TemplateDeps,
  { caller }: Act,
  done: StoredTemplateLine,
  given: object,
): Outcome<BomTemplateDetail> {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined)
  const held: Readonly<Record<string, unknown>> = { ...done }
  if (!entries.every(([name, value]) => isDeepStrictEqual(held[name], value)))
    throw domainError(commonErrors, 'ID_TAKEN', { entity: 'bomTemplateLine', id: done.id })
  return unchanged(templateDetail(deps, caller, done.templateId))
}
