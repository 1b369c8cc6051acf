import type { z } from 'zod'
import { outcome, unchanged, type EntityChange, type Outcome } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { applyPatch } from '../../db/records'
import { assertVersion } from '../../db/version'
import type { MoveCustomer } from '../customers/index'
import type {
  DocumentKind,
  documentsContract,
  PrintDestination,
  PrintSetting,
} from '../../shared/contract/documents'
import { CustomerId } from '../../shared/contract/id'
import type { Language } from '../../shared/contract/session'
import type { DocumentsRepository, StoredPrintSetting } from './documents.repository'

type Input = z.output<NonNullable<(typeof documentsContract)['setPrintSettings']['~orpc']['inputSchema']>>

interface Deps {
  readonly repository: DocumentsRepository
  readonly customers: { get(id: string): unknown }
}

/**
 * Writes the print settings of a kind, for the company or for one customer; what is left without any value is taken away
 * (R12-31).
 *
 * @throws NOT_FOUND for a customer that is not there, CONFLICT when there are others than the caller knows
 */
export function setPrintSettings(
  { customers, repository }: Deps,
  input: Input,
): Outcome<{ setting?: PrintSetting }> {
  const { copies, customerId, destination, expectedVersion, footers, kind } = input
  if (customerId !== undefined) customers.get(customerId)
  const held = repository.settingOf(kind, customerId)
  const mine = { copies, footers, destination }
  if (held) assertVersion('printSetting', held, expectedVersion ?? 0, mine)
  const before: StoredPrintSetting = held ?? { id: mintId(), version: 1, kind, customerId }
  const after = applyPatch(before, { ...mine, footers: withoutEmpty(footers) })
  const changes = write(repository, held, after)
  const result = { setting: repository.settingList.find(after.id) }
  const answer = result.setting ? { setting: result.setting } : {}
  return changes.length > 0 ? outcome(answer, changes) : unchanged(answer)
}

function write(
  { settings }: DocumentsRepository,
  held: StoredPrintSetting | undefined,
  after: StoredPrintSetting,
): EntityChange[] {
  const isEmpty = after.copies === undefined && after.footers === undefined && after.destination === undefined
  if (isEmpty) return held ? [settings.remove(held)] : []
  return held ? settings.update(held, after).changes : [settings.insert(after)]
}

function withoutEmpty(footers: Input['footers']): Input['footers'] {
  return footers && Object.keys(footers).length === 0 ? null : footers
}

export interface EffectivePrint {
  readonly copies: number
  readonly destination: PrintDestination
  readonly footer: string | undefined
}

/** What counts for a customer: field by field his own, else the company's, else one copy in the preview (R12-31). */
export function printOf(
  repository: DocumentsRepository,
  kind: DocumentKind,
  customerId: string,
  language: Language,
): EffectivePrint {
  const own = repository.settingOf(kind, customerId)
  const company = repository.settingOf(kind, undefined)
  return {
    copies: own?.copies ?? company?.copies ?? 1,
    destination: own?.destination ?? company?.destination ?? 'preview',
    footer: own?.footers?.[language] ?? company?.footers?.[language],
  }
}

/** The print settings' part of merging customers (01 §4): the target's own stay. */
export function createMovePrintSettings({ settingOf, settings }: DocumentsRepository): MoveCustomer {
  return (sourceId, targetId) => {
    const customerId = CustomerId.parse(targetId)
    return settings.where('customerId', sourceId).flatMap((setting) => {
      if (settingOf(setting.kind, targetId)) return [settings.remove(setting)]
      return settings.update(setting, { ...setting, customerId }).changes
    })
  }
}
