import type { Act, Caller } from '../../db/act'
import type { Records } from '../../db/records'
import type { Visibility } from '../../shared/contract/attachments'
import type { DocumentFile } from '../../shared/contract/documents'
import type { DeliveryNote } from '../../shared/contract/orderRequirements'
import type { Order } from '../../shared/contract/orders'
import type { Company } from '../../shared/contract/people'
import type { Estimate } from '../../shared/contract/repairEstimates'
import type { Language } from '../../shared/contract/session'
import type { SmallFile } from '../files/index'
import type { DocumentsRepository } from './documents.repository'
import type { ImagesRepository } from './images.repository'

/** Notes by whom they are for; internal ones are never printed for customers (R01-10). */
export type WrittenNotes = Readonly<Record<Visibility, readonly string[]>>

/** A repair as a customer reads of it. */
export interface ToldRepair {
  readonly number: string
  readonly orderId: string
  readonly objectRelationId: string
  readonly title?: string | undefined
  readonly customerText?: string | undefined
}

/** What documents need of the rest, as they ask for it. */
export interface DocumentsDeps {
  readonly repository: DocumentsRepository
  /** The order as the caller may see it; throws NOT_FOUND and FORBIDDEN. */
  readonly order: (caller: Caller, id: string) => Order
  /** The notes of deliveries of orders (R04-28). */
  readonly notes: {
    readonly findNote: (id: string) => DeliveryNote | undefined
    readonly notesOf: (orderId: string) => readonly DeliveryNote[]
  }
  /** What people wrote on the order's page, oldest first (01 §2.8). */
  readonly writtenNotes: (orderId: string) => WrittenNotes
  readonly repairs: {
    /** The repairs of an order by line number. */
    readonly ofOrder: (orderId: string) => readonly ToldRepair[]
    /** A version of an estimate as the caller may see it; throws NOT_FOUND and FORBIDDEN. */
    readonly estimate: (act: Act, id: string) => { readonly estimate: Estimate; readonly repair: ToldRepair }
  }
  readonly customers: { get(id: string): unknown }
  readonly customerLanguage: (customerId: string) => Language | undefined
  readonly company: () => Company
  readonly companies: Pick<Records<Company>, 'expect' | 'update'>
  readonly images: ImagesRepository
  /** Keeps a file for its user, in a local transaction of its own. */
  readonly keepFile: (file: SmallFile) => Pick<DocumentFile, 'fileId' | 'fileName' | 'size' | 'sha256'>
}
