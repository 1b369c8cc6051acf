import { date, entityTable, instant, int, json, ref, text } from '../../db/entityTable'
import { createListView, type JoinedField } from '../../db/listQuery'
import type { Store } from '../../db/records'
import type { CalendarId, OrderId, SlaGroupId, SlaId, TeamId } from '../../shared/contract/id'
import type { SlaOutcome, SlaStatus } from '../../shared/contract/sla'
import type { MeasuredOrder, WatchItem } from '../../shared/contract/slaReport'
import type { Condition } from './clocks.repository'

/** The columns of a clock that lists read; the clock itself is written elsewhere. */
interface ListedClock {
  readonly id: string
  readonly version: number
  readonly orderId: OrderId
  readonly slaId: SlaId
  readonly officeId: string
  readonly customerId: string
  readonly agreementId?: string | undefined
  readonly teamId?: TeamId | undefined
  readonly responsibleId?: string | undefined
  readonly slaGroupId?: SlaGroupId | undefined
  readonly calendarId?: CalendarId | undefined
  /** Where the order's site was from instants on. */
  readonly conditions: readonly Condition[]
  readonly status: SlaStatus
  readonly outcome: SlaOutcome
  readonly startTime?: number | undefined
  readonly finalStop?: number | undefined
  readonly elapsed: number
  readonly allowance: number
  readonly latestCompletion?: number | undefined
  readonly compliance?: number | undefined
  readonly measuredOn?: string | undefined
}

const clockTable = entityTable<ListedClock>({
  entity: 'orderSla',
  table: 'order_sla',
  columns: {
    orderId: ref(),
    slaId: ref(),
    officeId: ref(),
    customerId: ref(),
    agreementId: ref(),
    teamId: ref(),
    responsibleId: ref(),
    slaGroupId: ref(),
    calendarId: ref(),
    conditions: json(),
    status: text(),
    outcome: text(),
    startTime: instant(),
    finalStop: instant(),
    elapsed: int(),
    allowance: int(),
    latestCompletion: instant(),
    compliance: int(),
    measuredOn: date(),
  },
})

/** All LEFT, so that the planner begins with the clocks. */
const joins = `LEFT JOIN service_order o ON o.id = t.order_id LEFT JOIN customer c ON c.id = t.customer_id
  LEFT JOIN service_level l ON l.id = t.sla_id LEFT JOIN sla_group g ON g.id = t.sla_group_id
  LEFT JOIN worker w ON w.id = t.responsible_id`
const shared: Readonly<Record<string, JoinedField>> = {
  number: { sql: 'o.number', kind: 'text' },
  siteZone: { sql: 'o.site_zone', kind: 'text' },
  customerName: { sql: 'c.name', kind: 'text', sortSql: 'c.name_sort' },
  slaCode: { sql: 'l.code', kind: 'text' },
  responsibleName: { sql: 'w.display_name', kind: 'text', sortSql: 'w.display_name_sort' },
}

/** When the first step was passed, else when the next one will be. */
export const warnsAtSql = (clock: string) =>
  `coalesce((SELECT min(f.crossed_at) FROM sla_step f WHERE f.order_id = ${clock}.order_id), ${clock}.next_step_at)`

/** A row stands for its order. */
function asOrder(record: Record<string, unknown>): void {
  record['id'] = record['orderId']
}

export type WatchRow = Omit<WatchItem, 'minutesLeft'> &
  Pick<ListedClock, 'calendarId' | 'conditions' | 'elapsed' | 'allowance'>

/** All SQL of lists of clocks. */
export function createClockLists(store: Store) {
  return {
    /** Clocks that are not at their end; few beside all orders. */
    watchList: createListView<ListedClock, WatchRow>(store, {
      table: clockTable,
      joins,
      joined: {
        ...shared,
        description: { sql: 'o.description', kind: 'text', sortSql: 'o.description_sort' },
        priority: { sql: 'o.priority', kind: 'text' },
        tierRank: { sql: 'g.rank', kind: 'int' },
        tierCode: { sql: 'g.code', kind: 'text' },
        warnsAt: { sql: warnsAtSql('t'), kind: 'instant' },
        latestCompletion: {
          ...{ sql: 't.latest_completion', kind: 'instant' },
          // A stopped clock has none: it comes last. The same expression has an index.
          sortSql: 'coalesce(t.latest_completion, 9000000000000000)',
        },
      },
      searched: ['o.number', 'o.description', 'c.name', 'l.code'],
      defaultSort: [{ field: 'latestCompletion', direction: 'asc' }],
      finish: asOrder,
    }),
    /** Clocks at their end, as the report counts them (R06-46). */
    measuredList: createListView<ListedClock, MeasuredOrder>(store, {
      table: clockTable,
      joins,
      joined: shared,
      searched: ['o.number', 'c.name', 'l.code'],
      defaultSort: [{ field: 'measuredOn', direction: 'desc' }],
      finish: asOrder,
      isLarge: true,
    }),
  }
}
