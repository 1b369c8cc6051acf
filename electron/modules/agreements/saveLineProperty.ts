import type { z } from 'zod'
import { outcome, type Outcome } from '../../db/changeLog'
import { deleteRecord, setActive } from '../../db/recordActs'
import {
  agreementsErrors,
  type agreementsContract,
  type LineProperty,
} from '../../shared/contract/agreements'
import { domainError } from '../../shared/contract/domainError'
import type { LinePropertyId } from '../../shared/contract/id'
import { standardProperty, type AgreementsRepository } from './agreements.repository'

type Input<Name extends keyof typeof agreementsContract> = z.output<
  NonNullable<(typeof agreementsContract)[Name]['~orpc']['inputSchema']>
>

export function createLineProperty(
  { properties }: AgreementsRepository,
  { reason: _reason, ...fields }: Input<'createLineProperty'>,
): Outcome<LineProperty> {
  const replayed = properties.replayed(fields.id, fields)
  if (replayed) return { result: replayed, unchanged: true }
  if (properties.isTaken('code', fields.code)) throw codeTaken(fields.code)
  const property: LineProperty = { ...fields, version: 1, active: true }
  return { result: property, changes: [properties.insert(property)] }
}

/** Changes a line property; posted lines keep their amounts. CHARGEABLE keeps its code (R02-33). */
export function updateLineProperty(
  { properties }: AgreementsRepository,
  { linePropertyId, expectedVersion, patch }: Input<'updateLineProperty'>,
): Outcome<LineProperty> {
  const { before, after } = properties.patched(linePropertyId, expectedVersion, patch)
  if (after.code !== before.code) assertNotStandard(before)
  if (properties.isTaken('code', after.code, before.id)) throw codeTaken(after.code)
  const { record, changes } = properties.update(before, after)
  return outcome(record, changes)
}

export function deleteLineProperty(
  { properties }: AgreementsRepository,
  { linePropertyId, expectedVersion }: Input<'deleteLineProperty'>,
): Outcome<{ id: LinePropertyId }> {
  assertNotStandard(properties.expect(linePropertyId, expectedVersion))
  return deleteRecord(properties, linePropertyId, expectedVersion)
}

export function deactivateLineProperty(
  { properties }: AgreementsRepository,
  { linePropertyId, expectedVersion }: Input<'deactivateLineProperty'>,
): Outcome<LineProperty> {
  assertNotStandard(properties.expect(linePropertyId, expectedVersion, { active: false }))
  return setActive(properties, linePropertyId, expectedVersion, false, () => properties.get(linePropertyId))
}

function assertNotStandard({ code }: LineProperty): void {
  if (code === standardProperty)
    throw domainError(agreementsErrors, 'STANDARD_RECORD', { field: 'code', code })
}

function codeTaken(code: string): Error {
  return domainError(agreementsErrors, 'CODE_TAKEN', { field: 'code', code })
}
