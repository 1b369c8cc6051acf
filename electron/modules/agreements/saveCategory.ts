import type { z } from 'zod'
import { outcome, type EntityChange, type Outcome } from '../../db/changeLog'
import { notFound } from '../../db/version'
import { agreementsErrors, type agreementsContract, type Category } from '../../shared/contract/agreements'
import { domainError } from '../../shared/contract/domainError'
import type { CategoryId } from '../../shared/contract/id'
import type { AgreementsRepository, StoredCategory } from './agreements.repository'

type Input<Name extends keyof typeof agreementsContract> = z.output<
  NonNullable<(typeof agreementsContract)[Name]['~orpc']['inputSchema']>
>

/** Adds a category; a new default takes the place of its type's old one. */
export function createCategory(
  repository: AgreementsRepository,
  { reason: _reason, ...fields }: Input<'createCategory'>,
): Outcome<Category> {
  const { categories } = repository
  const replayed = categories.replayed(fields.id, fields)
  if (replayed) return { result: categoryOf(repository, replayed.id), unchanged: true }
  const category: StoredCategory = { ...fields, version: 1, active: true }
  assertCategory(repository, category)
  const change = categories.insert(category)
  return {
    result: categoryOf(repository, category.id),
    changes: [change, ...clearOtherDefaults(repository, category)],
  }
}

/** Changes a category; its type is fixed once something uses it. */
export function updateCategory(
  repository: AgreementsRepository,
  { categoryId, expectedVersion, patch }: Input<'updateCategory'>,
): Outcome<Category> {
  const { categories } = repository
  const { before, after } = categories.patched(categoryId, expectedVersion, patch)
  if (after.type !== before.type && categories.isUsed(categoryId))
    throw domainError(agreementsErrors, 'FIELD_FROZEN', { field: 'type' })
  assertCategory(repository, after)
  const { changes } = categories.update(before, after)
  const cleared = clearOtherDefaults(repository, after)
  return outcome(categoryOf(repository, categoryId), [...changes, ...cleared])
}

function assertCategory({ categories, properties }: AgreementsRepository, category: StoredCategory): void {
  const { code, id, linePropertyId } = category
  if (linePropertyId !== undefined) properties.get(linePropertyId)
  if (categories.isTaken('code', code, id))
    throw domainError(agreementsErrors, 'CODE_TAKEN', { field: 'code', code })
}

function clearOtherDefaults({ categories }: AgreementsRepository, category: StoredCategory): EntityChange[] {
  if (!category.isDefault) return []
  return categories
    .where('type', category.type)
    .filter(({ id, isDefault }) => isDefault && id !== category.id)
    .flatMap((other) => categories.update(other, { ...other, isDefault: false }).changes)
}

/** The category as answered; throws NOT_FOUND. */
export function categoryOf(repository: AgreementsRepository, id: CategoryId): Category {
  const category = repository.categoryList.find(id)
  if (!category) throw notFound('category', id)
  return category
}
