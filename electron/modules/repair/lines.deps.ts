import type { z } from 'zod'
import type { WorkerId } from '../../shared/contract/id'
import type { repairLinesContract } from '../../shared/contract/repairLines'
import type { DrawNumber } from '../numbers/index'
import type { StoredObject } from '../objects/index'
import type { OrdersForRepair } from '../orders/index'
import type { SettingsRepository } from '../settings/index'
import type { RepairRepository } from './repair.repository'

export type LinesInput<Name extends keyof typeof repairLinesContract> = z.output<
  NonNullable<(typeof repairLinesContract)[Name]['~orpc']['inputSchema']>
>

/** What repair lines need of the other capabilities. */
export interface LineDeps {
  readonly repository: RepairRepository
  readonly settings: Pick<SettingsRepository, 'value'>
  readonly orders: OrdersForRepair
  /** Throws NOT_FOUND. */
  readonly objectOf: (id: string) => StoredObject
  readonly workerOf: (id: string) => { readonly id: WorkerId; readonly active: boolean }
  /** The zone of a customer's site. */
  readonly siteZone: (siteId: string) => string
  readonly officeZone: (officeId: string) => string
  readonly drawNumber: DrawNumber
}
