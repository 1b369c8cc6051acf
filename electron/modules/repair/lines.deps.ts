import type { z } from 'zod'
import type { EntityChange } from '../../db/changeLog'
import type { WorkerId } from '../../shared/contract/id'
import type { repairLinesContract, repairWorkContract } from '../../shared/contract/repairLines'
import type { FindAgreementCover } from '../agreements/index'
import type { PartWarranty } from '../bom/index'
import type { DrawNumber } from '../numbers/index'
import type { StoredObject } from '../objects/index'
import type { OrdersForRepair } from '../orders/index'
import type { SettingsRepository } from '../settings/index'
import type { RepairRepository } from './repair.repository'

type LinesContract = typeof repairLinesContract & typeof repairWorkContract
export type LinesInput<Name extends keyof LinesContract> = z.output<
  NonNullable<LinesContract[Name]['~orpc']['inputSchema']>
>

/** What repair lines need of the other capabilities. */
export interface LineDeps {
  readonly repository: RepairRepository
  readonly settings: Pick<SettingsRepository, 'value'>
  readonly orders: OrdersForRepair
  /** Throws NOT_FOUND. */
  readonly objectOf: (id: string) => StoredObject
  readonly workerOf: (id: string) => {
    readonly id: WorkerId
    readonly active: boolean
    readonly displayName: string
  }
  /** The zone of a customer's site. */
  readonly siteZone: (siteId: string) => string
  readonly officeZone: (officeId: string) => string
  readonly parts: PartWarranty
  readonly agreementCover: FindAgreementCover
  /** Removes the estimates of a line that were never sent; its deletion takes them along. */
  readonly dropDrafts: (lineId: string) => readonly EntityChange[]
  /** Takes away what let an order be posted above its estimates: another order that takes it in has its own (R08-19). */
  readonly dropOverride: (orderId: string) => readonly EntityChange[]
  readonly drawNumber: DrawNumber
}
