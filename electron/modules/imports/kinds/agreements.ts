import { z } from 'zod'
import { fieldsThatDiffer, type EntityChange } from '../../../db/changeLog'
import { mintId } from '../../../db/ids'
import { restored } from '../../../db/restored'
import type { ImportChange } from '../../../shared/contract/imports'
import type { AgreementExchange, AgreementToWrite, StoredAgreement } from '../../agreements/index'
import { judged, reportFailures, type References } from '../references'
import type { RowReader } from '../rowReader'
import { agreementColumns, targetsOf } from '../sheets/columns'
import { newAgreementOf, patchOfAgreement, readAgreementHead } from './agreementCells'
import type { CheckContext, Effect, KindSpec, StagedRecord, Verdict } from './kind'

export interface AgreementsKindDeps {
  readonly exchange: AgreementExchange
  readonly references: () => References
}

/** What changes a default, a price or a reference of an agreement after the check. */
export const agreementReads = [
  'customer', 'site', 'contact', 'worker', 'office', 'billingAccount', 'category', 'lineProperty', 'item', 'unit',
  'warehouse', 'object', 'serviceTask', 'setting', 'agreementGroup', 'templateGroup', 'interval', 'timeWindow', 'sla',
  'calendar', 'company', 'agreement',
] // prettier-ignore

const draftEntity = 'draftAgreement'
/** As the check has written it. */
export const Draft = z.record(z.string(), z.unknown())

/** Agreements by their number (R01-26); new ones are drafts with a number of this store. */
export function agreementsKind({ exchange, references }: AgreementsKindDeps): KindSpec {
  return {
    targets: targetsOf(agreementColumns, 'number'),
    keyTarget: 'number',
    reads: agreementReads,
    drafts: [draftEntity],
    open(context) {
      const refs = references()
      return {
        key: (row) => row.text('number'),
        check(row) {
          if (!context.act.caller.permissions.has('agreements.write')) row.fail('FORBIDDEN')
          const number = row.text('number') ?? ''
          const held = exchange.find(number)?.agreement
          const cells = readAgreementHead(row, refs, held)
          if (isRefused(row)) return undefined
          return held
            ? changed(exchange, context, row, held, cells)
            : made(exchange, context, row, number, cells)
        },
      }
    },
    creations: (act, { staged }) =>
      byEntity(
        [...staged(draftEntity)].flatMap(({ draft }) =>
          exchange.writeHead(act, restored<AgreementToWrite>(Draft.parse(draft))),
        ),
      ),
  }
}

function made(
  exchange: AgreementExchange,
  { act }: CheckContext,
  row: RowReader,
  number: string,
  cells: ReturnType<typeof readAgreementHead>,
): Verdict | undefined {
  const input = newAgreementOf(row, cells)
  if (!input) return undefined
  const completed = judged(row, false, () => exchange.newHead(act, number, input))
  reportFailures(row, completed?.failures ?? [], false)
  if (!completed || isRefused(row)) return undefined
  const { record } = completed
  return { action: 'new', recordId: record.id, effects: [draftOf(draftEntity, { agreement: record })] }
}

function changed(
  exchange: AgreementExchange,
  { act, emptyClears }: CheckContext,
  row: RowReader,
  held: StoredAgreement,
  cells: ReturnType<typeof readAgreementHead>,
): Verdict | undefined {
  const patch = patchOfAgreement(row, held, cells, emptyClears)
  if (!patch || isRefused(row)) return undefined
  if (Object.keys(patch).length === 0) return { action: 'same', recordId: held.id }
  // By its own number the file means an agreement of this store; another one's is a coincidence.
  if (patch.customerId !== undefined && held.externalKey === undefined) row.fail('NUMBER_TAKEN', 'number')
  const completed = judged(row, false, () => exchange.changedHead(act, held, patch))
  reportFailures(row, completed?.failures ?? [], false)
  if (!completed || isRefused(row)) return undefined
  const changes = changesOf(held, completed.record)
  if (changes.length === 0) return { action: 'same', recordId: held.id }
  const draft = { agreement: completed.record, beforeVersion: held.version }
  return { action: 'update', recordId: held.id, changes, effects: [draftOf(draftEntity, draft)] }
}

/** Whether a row has an error by now. */
export function isRefused(row: RowReader): boolean {
  return row.hasErrors
}

export function draftOf(entity: string, content: object): Effect {
  return { entity, record: { id: mintId(), version: 1, draft: content } }
}

const derived = new Set(['noticeDeadline', 'endsOn'])
export function changesOf(before: object, after: object): ImportChange[] {
  return Object.entries(fieldsThatDiffer(before, after))
    .filter(([field]) => !derived.has(field))
    .map(([field, change]) => ({ field, ...change }))
}

/** The log's order: by entity, then id. */
export function byEntity(changes: readonly EntityChange[]): Map<string, EntityChange[]> {
  const grouped = new Map<string, EntityChange[]>()
  for (const change of [...changes].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const ofEntity = grouped.get(change.entity)
    if (ofEntity) ofEntity.push(change)
    else grouped.set(change.entity, [change])
  }
  return grouped
}

/** The records that rows have staged under a name, as the check wrote them. */
export function draftsOf<Content extends object>(
  staged: (entity: string) => Iterable<StagedRecord>,
  entity: string,
): Content[] {
  return [...staged(entity)].map(({ draft }) => restored<Content>(Draft.parse(draft)))
}
