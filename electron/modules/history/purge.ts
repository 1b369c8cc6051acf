import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { JobControl } from '../../db/act'
import { canonical, outcome, type EntityChange } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { domainError } from '../../shared/contract/domainError'
import {
  purgeErrors,
  type historyContract,
  type PurgeClass,
  type PurgePreview,
} from '../../shared/contract/history'
import type { PurgeRepository, PurgeSelection } from './purge.repository'

type Input = z.output<NonNullable<(typeof historyContract)['previewPurge']['~orpc']['inputSchema']>>
type PurgeInput = z.output<NonNullable<(typeof historyContract)['purge']['~orpc']['inputSchema']>>

export interface PurgeDeps {
  readonly purges: PurgeRepository
  readonly now: () => number
  readonly drafts: { countBefore(at: number): number; removeBefore(at: number): number }
  readonly contacts: {
    /** Whether work that is not done still needs the contact. */
    isNeeded(contactId: string): boolean
    /** Takes the person out of the record; nothing where it was deleted. */
    anonymise(contactId: string): EntityChange[]
  }
}

/** Years after the end of the year in which something was written (R12-27). */
const years = { serviceData: 10, drafts: 1 } as const
const serviceEntities = [
  'order',
  'orderLine',
  'orderObjectRelation',
  'orderTaskRelation',
  'repairLine',
  'serviceReport',
  'case',
  'caseLog',
  'agreement',
  'agreementLine',
  'agreementObjectRelation',
  'agreementTaskRelation',
]

/** What a purge would take away. @throws RETENTION inside the years of the class, or while a contact is needed */
export function previewPurge(deps: PurgeDeps, input: Input): PurgePreview {
  const allowedBefore = allowedUntil(input.class, deps.now())
  assertFree(deps, input, allowedBefore)
  const selection = selectionOf(input)
  const found = selection
    ? deps.purges.count(selection)
    : { values: 0, records: 0, oldest: null, newest: null }
  const drafts = input.class === 'drafts' ? deps.drafts.countBefore(instantOf(input.before)) : 0
  const { newest, oldest, records, values } = found
  const facts = { class: input.class, before: input.before, values, records, drafts }
  return {
    ...facts,
    ...(allowedBefore === undefined ? {} : { allowedBefore }),
    ...(oldest === null ? {} : { oldest }),
    ...(newest === null ? {} : { newest }),
    fingerprint: createHash('sha256')
      .update(canonical({ ...facts, contactId: input.contactId, oldest, newest }))
      .digest('hex'),
  }
}

/** Throws PREVIEW_STALE with the new preview when there is other data now than was looked at. */
export function assertPreviewed(
  deps: PurgeDeps,
  { fingerprint, reason: _reason, ...input }: PurgeInput,
): PurgePreview {
  const preview = previewPurge(deps, input)
  if (preview.fingerprint !== fingerprint) throw domainError(purgeErrors, 'PREVIEW_STALE', { preview })
  return preview
}

/** Takes values and salts from the side table; the chain stays as it is and verifiable (R12-27). */
export function* purge(
  deps: PurgeDeps,
  control: JobControl,
  input: PurgeInput,
): Generator<void, PurgePreview> {
  yield
  const preview = control.commit('history.purge', input.reason, () => {
    const done = assertPreviewed(deps, input)
    const changes = input.contactId === undefined ? [] : deps.contacts.anonymise(input.contactId)
    const selection = selectionOf(input)
    if (selection) deps.purges.remove(selection)
    if (input.class === 'drafts') deps.drafts.removeBefore(instantOf(input.before))
    return outcome(done, [purgeLine(done), ...changes])
  })
  // What the entry of an anonymised contact says it was before goes too.
  const selection = input.class === 'contact' ? selectionOf(input) : undefined
  if (selection) control.local(() => deps.purges.remove(selection))
  return preview
}

function purgeLine({ before, class: kind, drafts, values }: PurgePreview): EntityChange {
  const fields = Object.entries({ class: kind, before, values, drafts })
  return {
    ...{ entity: 'purge', id: mintId(), op: 'create', version: 1 },
    fields: Object.fromEntries(fields.map(([name, after]) => [name, { before: undefined, after }])),
  }
}

function assertFree({ contacts }: PurgeDeps, input: Input, allowedBefore: string | undefined): void {
  const { before, class: kind, contactId } = input
  if (allowedBefore !== undefined && before > allowedBefore)
    throw domainError(purgeErrors, 'RETENTION', { field: 'before', allowedBefore, class: kind })
  if (kind === 'contact' && (contactId === undefined || contacts.isNeeded(contactId)))
    throw domainError(purgeErrors, 'RETENTION', {
      field: 'contactId',
      class: kind,
      ids: contactId ? [contactId] : [],
    })
}

/** The first day that is still kept: whole years, counted from the end of the year of the data. */
function allowedUntil(kind: PurgeClass, now: number): string | undefined {
  if (kind === 'contact') return undefined
  return `${String(new Date(now).getUTCFullYear() - years[kind]).padStart(4, '0')}-01-01`
}

function selectionOf({ before, class: kind, contactId }: Input): PurgeSelection | undefined {
  switch (kind) {
    case 'serviceData':
      return { entities: serviceEntities, beforeAt: instantOf(before) }
    case 'contact':
      return contactId === undefined ? undefined : { entities: ['contact'], recordId: contactId }
    case 'drafts':
      return undefined
  }
}

function instantOf(date: string): number {
  return Date.parse(date)
}
