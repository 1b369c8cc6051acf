import type { z } from 'zod'
import type { slaContract } from '../../shared/contract/sla'
import type { CalendarReader } from '../calendars/index'
import type { OrdersRepository } from '../orders/index'
import type { PeopleRepository } from '../people/index'
import type { SettingsRepository } from '../settings/index'
import type { StagesRepository } from '../stages/index'
import type { ClocksRepository } from './clocks.repository'
import type { RecomputeRepository } from './recompute.repository'
import type { SlasRepository } from './slas.repository'

export type SlaInput<Name extends keyof typeof slaContract> = z.output<
  NonNullable<(typeof slaContract)[Name]['~orpc']['inputSchema']>
>

export interface SlaDeps {
  readonly slas: SlasRepository
  readonly clocks: ClocksRepository
  readonly recompute: RecomputeRepository
  readonly orders: OrdersRepository
  readonly people: PeopleRepository
  readonly settings: Pick<SettingsRepository, 'value'>
  readonly reasons: Pick<StagesRepository, 'reasons'>['reasons']
  readonly calendars: Pick<CalendarReader, 'openTime' | 'forget'>
  readonly calendarName: (calendarId: string) => string | undefined
}
