import type { z } from 'zod'
import type { objectsContract } from '../../shared/contract/objects'
import type { CatalogRepository } from '../catalog/index'
import type { CustomersRepository } from '../customers/index'
import type { DrawNumber } from '../numbers/index'
import type { ObjectsRepository } from './objects.repository'

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
  /** The date of an instant in an office. */
  readonly localDate: (officeId: string, at: number) => string
}
