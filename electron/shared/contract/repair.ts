import { z } from 'zod'
import { crud } from './crud'
import { refusals } from './domainError'
import {
  BarrierId,
  CustomerId,
  ObjectId,
  ObjectRelationId,
  OfficeId,
  OrderId,
  ProductCategoryId,
  RepairLineId,
  ResolutionId,
  Version,
} from './id'
import { listInput, pageOf } from './page'
import { query } from './procedure'
import { Instant } from './time'

/** What drives every repair statistic (08 §2.1). */
export const OutcomeClass = z.enum([
  'fixed',
  'repairable',
  'endOfLife',
  'noFaultFound',
  'canceled',
  'unknown',
])
export type OutcomeClass = z.infer<typeof OutcomeClass>

/** Codes are stored in capitals, unique without regard to case. */
const code = z.string().trim().toUpperCase().min(1).max(20)
const codeFields = {
  code,
  name: z.string().trim().min(1).max(80),
  sortOrder: z.int().min(0).max(1_000_000).default(0),
}
const stored = { version: Version, ...codeFields, sortOrder: z.int(), active: z.boolean() }

const resolutionFields = { ...codeFields, outcome: OutcomeClass }
export const Resolution = z.object({ id: ResolutionId, ...stored, outcome: OutcomeClass })
export type Resolution = z.infer<typeof Resolution>
/** Why an `endOfLife` outcome could not be repaired. */
export const Barrier = z.object({ id: BarrierId, ...stored })
export type Barrier = z.infer<typeof Barrier>

/** One repair of one object on one order (08 §2.2). */
export const RepairLine = z.object({
  id: RepairLineId,
  version: Version,
  number: z.string(),
  orderId: OrderId,
  lineNo: z.int(),
  objectRelationId: ObjectRelationId,
  serialNumber: z.string().optional(),
  resolutionId: ResolutionId.optional(),
  barrierId: BarrierId.optional(),
  note: z.string().optional(),
  reportedAt: Instant,
  createdAt: Instant,
  finishedAt: Instant.optional(),
  /** Provider and id of the row it was imported from (01 §3.2). */
  externalKey: z.string().optional(),
  orderNumber: z.string(),
  officeId: OfficeId,
  customerId: CustomerId,
  customerName: z.string(),
  objectId: ObjectId,
  objectNumber: z.string(),
  objectDescription: z.string(),
  productCategoryId: ProductCategoryId.optional(),
  productCategoryName: z.string().optional(),
  resolutionCode: z.string().optional(),
  outcome: OutcomeClass.optional(),
  barrierCode: z.string().optional(),
})
export type RepairLine = z.infer<typeof RepairLine>

export const repairErrors = refusals('CODE_TAKEN')

const shared = { read: 'repair.read', write: 'repair.setUp', errors: repairErrors } as const
const resolution = crud({
  key: 'resolutionId',
  id: ResolutionId,
  fields: resolutionFields,
  record: Resolution,
  ...shared,
})
const barrier = crud({ key: 'barrierId', id: BarrierId, fields: codeFields, record: Barrier, ...shared })

export const repairContract = {
  listResolutions: resolution.list,
  getResolution: resolution.get,
  createResolution: resolution.create,
  updateResolution: resolution.update,
  deleteResolution: resolution.delete,
  deactivateResolution: resolution.deactivate,
  activateResolution: resolution.activate,
  listBarriers: barrier.list,
  getBarrier: barrier.get,
  createBarrier: barrier.create,
  updateBarrier: barrier.update,
  deleteBarrier: barrier.delete,
  deactivateBarrier: barrier.deactivate,
  activateBarrier: barrier.activate,
  listLines: query('repair.read').input(listInput(RepairLine.shape)).output(pageOf(RepairLine)),
  getLine: query('repair.read')
    .input(z.object({ lineId: RepairLineId }))
    .output(RepairLine),
}
