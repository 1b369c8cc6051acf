import type { z } from 'zod'
import type { Act } from '../../db/act'
import type { DocumentFile } from '../../shared/contract/documents'
import type { ObjectReliability, ServiceObject, objectsContract } from '../../shared/contract/objects'
import type { Language } from '../../shared/contract/session'
import type { CatalogRepository } from '../catalog/index'
import type { CustomersRepository } from '../customers/index'
import type { DrawNumber } from '../numbers/index'
import type { ObjectHistoryRepository, RepairSpan } from './objectHistory.repository'
import type { ObjectsRepository } from './objects.repository'
import type { wholeHistory } from './getObjectHistory'

export type ObjectsInput<Name extends keyof typeof objectsContract> = z.output<
  NonNullable<(typeof objectsContract)[Name]['~orpc']['inputSchema']>
>

export interface ObjectsDeps {
  readonly repository: ObjectsRepository
  readonly customers: Pick<CustomersRepository, 'customers' | 'sites'>
  readonly catalog: Pick<CatalogRepository, 'items' | 'productCategories'>
  readonly drawNumber: DrawNumber
  /** The setting `repairWarrantyMonths`. */
  readonly repairWarrantyMonths: (officeId: string) => number
  readonly history: ObjectHistoryRepository
  /** MTBF, MTTR and availability by the repairs of one object (R08-16, R08-17). */
  readonly reliability: (spans: readonly RepairSpan[], at: number) => Omit<ObjectReliability, 'repeats'>
  /** Makes the paper of an object's time line, a file of the caller. */
  readonly print: (
    act: Act,
    object: ServiceObject,
    history: ReturnType<typeof wholeHistory>,
    language: Language,
  ) => Promise<Pick<DocumentFile, 'fileId' | 'fileName' | 'size' | 'sha256'>>
  /** The date of an instant in an office. */
  readonly localDate: (officeId: string, at: number) => string
}
