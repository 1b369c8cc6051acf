import type { z } from 'zod'
import { outcome, unchanged, type Outcome } from '../../db/changeLog'
import {
  catalogErrors,
  type catalogContract,
  type ItemCategory,
  type ProductCategory,
  type Unit,
} from '../../shared/contract/catalog'
import { domainError } from '../../shared/contract/domainError'
import type { CatalogRepository } from './catalog.repository'

type Input<Name extends keyof typeof catalogContract> = z.output<
  NonNullable<(typeof catalogContract)[Name]['~orpc']['inputSchema']>
>

export function createUnit(
  { units }: CatalogRepository,
  { reason: _reason, ...fields }: Input<'createUnit'>,
): Outcome<Unit> {
  const replayed = units.replayed(fields.id, fields)
  if (replayed) return unchanged(replayed)
  if (units.isTaken('code', fields.code)) throw codeTaken(fields.code)
  const unit: Unit = { ...fields, version: 1 }
  return { result: unit, changes: [units.insert(unit)] }
}

/** Changes a unit; quantities that were entered before keep their decimals. */
export function updateUnit(
  { units }: CatalogRepository,
  { unitId, expectedVersion, patch }: Input<'updateUnit'>,
): Outcome<Unit> {
  const { before, after } = units.patched(unitId, expectedVersion, patch)
  if (units.isTaken('code', after.code, before.id)) throw codeTaken(after.code)
  const { record, changes } = units.update(before, after)
  return outcome(record, changes)
}

export function createItemCategory(
  { itemCategories }: CatalogRepository,
  { reason: _reason, ...fields }: Input<'createItemCategory'>,
): Outcome<ItemCategory> {
  const replayed = itemCategories.replayed(fields.id, fields)
  if (replayed) return unchanged(replayed)
  if (itemCategories.isTaken('code', fields.code)) throw codeTaken(fields.code)
  const category: ItemCategory = { ...fields, version: 1 }
  return { result: category, changes: [itemCategories.insert(category)] }
}

export function updateItemCategory(
  { itemCategories }: CatalogRepository,
  { itemCategoryId, expectedVersion, patch }: Input<'updateItemCategory'>,
): Outcome<ItemCategory> {
  const { before, after } = itemCategories.patched(itemCategoryId, expectedVersion, patch)
  if (itemCategories.isTaken('code', after.code, before.id)) throw codeTaken(after.code)
  const { record, changes } = itemCategories.update(before, after)
  return outcome(record, changes)
}

export function createProductCategory(
  { productCategories }: CatalogRepository,
  { reason: _reason, ...fields }: Input<'createProductCategory'>,
): Outcome<ProductCategory> {
  const replayed = productCategories.replayed(fields.id, fields)
  if (replayed) return unchanged(replayed)
  if (productCategories.isTaken('externalId', fields.externalId)) throw numberTaken(fields.externalId)
  const category: ProductCategory = { ...fields, version: 1 }
  return { result: category, changes: [productCategories.insert(category)] }
}

export function updateProductCategory(
  { productCategories }: CatalogRepository,
  { productCategoryId, expectedVersion, patch }: Input<'updateProductCategory'>,
): Outcome<ProductCategory> {
  const { before, after } = productCategories.patched(productCategoryId, expectedVersion, patch)
  if (productCategories.isTaken('externalId', after.externalId, before.id))
    throw numberTaken(after.externalId)
  const { record, changes } = productCategories.update(before, after)
  return outcome(record, changes)
}

function codeTaken(code: string): Error {
  return domainError(catalogErrors, 'CODE_TAKEN', { field: 'code', code })
}

function numberTaken(externalId: number): Error {
  return domainError(catalogErrors, 'NUMBER_TAKEN', { field: 'externalId', number: String(externalId) })
}
