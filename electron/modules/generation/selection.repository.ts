import { bool, date, entityTable, fromRow, int, json, ref, text } from '../../db/entityTable'
import { idOfHex, toBytes, toId } from '../../db/ids'
import { remembering } from '../../db/remembering'
import type { Store } from '../../db/records'
import type { LineType } from '../../shared/contract/agreements'
import type { GenerationFilter } from '../../shared/contract/generationRuns'
import type {
  AgreementId,
  AgreementLineId,
  BillingAccountId,
  CalendarId,
  CategoryId,
  CustomerId,
  ItemId,
  ObjectId,
  OfficeId,
  ServiceTaskId,
  SiteId,
  WorkerId,
} from '../../shared/contract/id'
import type { Language } from '../../shared/contract/session'
import type { ClosedDayPolicy, GroupFacts, Rhythm } from './planning.rules'

/** An agreement line with all that planning reads of it, its agreement, place and people. */
export interface SelectedLine {
  readonly id: AgreementLineId
  /** The agreement's: lines share it. */
  readonly version: number
  readonly agreementId: AgreementId
  readonly agreementNumber: string
  readonly officeId: OfficeId
  readonly isTemplate: boolean
  readonly status: 'draft' | 'active' | 'suspended' | 'closed'
  readonly agreementStart: string
  readonly agreementEnd?: string | undefined
  readonly terminationDate?: string | undefined
  readonly combine: GroupFacts['combine']
  readonly calendarId?: CalendarId | undefined
  readonly closedDayPolicy?: ClosedDayPolicy | undefined
  /** Minutes after midnight. */
  readonly defaultStartTime?: number | undefined
  readonly preferredTechnicianId?: WorkerId | undefined
  readonly technicianName?: string | undefined
  readonly customerId?: CustomerId | undefined
  readonly customerName?: string | undefined
  readonly customerStatus?: string | undefined
  readonly billingAccountId?: BillingAccountId | undefined
  readonly accountStatus?: string | undefined
  readonly currency: string
  /** The object's, else the agreement's, else the customer's main one (R03-15). */
  readonly siteId?: SiteId | undefined
  readonly siteName?: string | undefined
  readonly siteZone?: string | undefined
  readonly lineNo: number
  readonly type: LineType
  readonly description: string
  readonly categoryId?: CategoryId | undefined
  readonly itemId?: ItemId | undefined
  readonly itemSetup?: 'itemConsumption' | 'itemRequirement' | undefined
  readonly itemKind?: string | undefined
  readonly unit: string
  readonly workerId?: WorkerId | undefined
  readonly workerName?: string | undefined
  readonly isWorkerActive?: boolean | undefined
  readonly quantity: number
  readonly objectId?: ObjectId | undefined
  readonly objectName?: string | undefined
  readonly taskId?: ServiceTaskId | undefined
  readonly taskDescription?: Readonly<Partial<Record<Language, string>>> | undefined
  readonly startDate: string
  readonly endDate?: string | undefined
  readonly seriesAnchor: string
  readonly isStopped: boolean
  readonly range?: Rhythm['range'] | undefined
  readonly frequency?: number | undefined
  readonly monthEndRule?: Rhythm['monthEndRule'] | undefined
  readonly windowMethod?: 'week' | 'month' | 'manual' | undefined
  readonly daysBefore?: number | undefined
  readonly daysAfter?: number | undefined
  readonly priceOverride?: number | undefined
  readonly costOverride?: number | undefined
  readonly discount: number
  readonly isChargeable: boolean
  readonly salesPercent: number
  readonly costPercent: number
}

const selected = entityTable<SelectedLine>({
  entity: 'agreementLine',
  table: 'agreement_line',
  columns: {
    agreementId: ref(),
    agreementNumber: text(),
    officeId: ref(),
    isTemplate: bool(),
    status: text(),
    agreementStart: date(),
    agreementEnd: date(),
    terminationDate: date(),
    combine: text(),
    calendarId: ref(),
    closedDayPolicy: text(),
    defaultStartTime: int(),
    preferredTechnicianId: ref(),
    technicianName: text(),
    customerId: ref(),
    customerName: text(),
    customerStatus: text(),
    billingAccountId: ref(),
    accountStatus: text(),
    currency: text(),
    siteId: ref(),
    siteName: text(),
    siteZone: text(),
    lineNo: int(),
    type: text(),
    description: text(),
    categoryId: ref(),
    itemId: ref(),
    itemSetup: text(),
    itemKind: text(),
    unit: text(),
    workerId: ref(),
    workerName: text(),
    isWorkerActive: bool(),
    quantity: int(),
    objectId: ref(),
    objectName: text(),
    taskId: ref(),
    taskDescription: json(),
    startDate: date(),
    endDate: date(),
    seriesAnchor: date(),
    isStopped: bool(),
    range: text(),
    frequency: int(),
    monthEndRule: text(),
    windowMethod: text(),
    daysBefore: int(),
    daysAfter: int(),
    priceOverride: int(),
    costOverride: int(),
    discount: int(),
    isChargeable: bool(),
    salesPercent: int(),
    costPercent: int(),
  },
})

/** By number, then line: the agreements' index is walked, nothing is sorted. */
const from = `FROM agreement a CROSS JOIN agreement_line l ON l.agreement_id = a.id
  LEFT JOIN service_object o ON o.id = l.object_id
  LEFT JOIN site v ON v.id = o.site_id AND v.customer_id = a.customer_id
  LEFT JOIN site s ON s.id = coalesce(v.id, a.site_id,
    (SELECT m.id FROM site m WHERE m.customer_id = a.customer_id AND m.kind = 'main' AND m.is_active = 1))`

const selectSql = `
  SELECT l.id, a.version, a.id AS agreement_id, a.number AS agreement_number, a.office_id, a.is_template, a.status,
    a.start_date AS agreement_start, a.end_date AS agreement_end, a.termination_date, a.combine, a.calendar_id,
    a.closed_day_policy, a.default_start_time, a.preferred_technician_id, t.display_name AS technician_name,
    a.customer_id, c.name AS customer_name, c.status AS customer_status, a.billing_account_id,
    b.status AS account_status, a.currency, s.id AS site_id, s.name AS site_name, s.zone AS site_zone, l.line_no, l.type,
    l.description, l.category_id, l.item_id, l.item_setup, i.kind AS item_kind, l.unit, l.worker_id,
    w.display_name AS worker_name, w.is_active AS is_worker_active, l.quantity, l.object_id,
    o.description AS object_name, l.task_id, k.description AS task_description, l.start_date, l.end_date,
    l.series_anchor, l.is_stopped, r.range, r.frequency, r.month_end_rule, n.method AS window_method, n.days_before,
    n.days_after, l.price_override, l.cost_override, l.discount, p.is_chargeable, p.sales_percent, p.cost_percent
  ${from}
  JOIN line_property p ON p.id = l.line_property_id
  LEFT JOIN customer c ON c.id = a.customer_id
  LEFT JOIN billing_account b ON b.id = a.billing_account_id
  LEFT JOIN worker w ON w.id = l.worker_id
  LEFT JOIN worker t ON t.id = a.preferred_technician_id
  LEFT JOIN item i ON i.id = l.item_id
  LEFT JOIN service_task k ON k.id = l.task_id
  LEFT JOIN service_interval r ON r.id = l.interval_id
  LEFT JOIN time_window n ON n.id = l.window_id`

const filterColumns = [
  ['officeIds', 'a.office_id'],
  ['agreementIds', 'a.id'],
  ['groupIds', 'a.group_id'],
  ['customerIds', 'a.customer_id'],
  ['siteIds', 's.id'],
  ['objectIds', 'l.object_id'],
] as const satisfies readonly (readonly [keyof GenerationFilter, string])[]

/** Which agreement lines a run looks at. */
export interface Selection {
  readonly filter: GenerationFilter
  /** The caller's; agreements of others are read only where the filter names them. */
  readonly officeIds: readonly string[]
}
/** Where a page goes on: lines after this one. */
export interface SelectionPlace {
  readonly agreementNumber: string
  readonly lineNo: number
}

/** A date of a line that was made before. */
export interface EarlierDate {
  readonly occurrenceId: string
  readonly state: 'active' | 'deleted'
  readonly orderLineId?: string | undefined
  readonly serviceDate: string
}

/** An open order that lines may be appended to, with what R03-15 reads of each of its lines (R03-17). */
export interface OpenOrder {
  readonly orderId: string
  readonly serviceDate: string
  readonly siteId?: string | undefined
  readonly facts: readonly {
    readonly taskId?: string | undefined
    readonly workerId?: string | undefined
    readonly objectId?: string | undefined
  }[]
}

/** Orders nobody has begun: in process, nothing posted, registered, signed or dispatched (R03-17). */
const openOrdersSql = `
  SELECT o.id, o.service_date, o.site_id, l.id AS line_id, k.task_id, l.worker_id, r.object_id
  FROM service_order o
  LEFT JOIN service_order_line l ON l.order_id = o.id AND l.status = 'created'
  LEFT JOIN order_object_relation r ON r.id = l.object_relation_id
  LEFT JOIN order_task_relation k ON k.id = l.task_relation_id
  LEFT JOIN stage g ON g.id = o.stage_id
  WHERE o.agreement_id = :agreement AND o.service_date BETWEEN :from AND :to
    AND o.progress = 'inProcess' AND o.intake = 'none' AND o.canceled_at IS NULL AND coalesce(g.allow_modify, 1) = 1
    AND NOT EXISTS (SELECT 1 FROM service_order_line y WHERE y.order_id = o.id AND (y.status = 'posted'
      OR y.actual_qty IS NOT NULL OR y.start_at IS NOT NULL OR y.sign_off_id IS NOT NULL))
    AND NOT EXISTS (SELECT 1 FROM activity v WHERE v.order_id = o.id
      AND (v.status = 'dispatched' OR v.closed_outcome = 'done'))
  ORDER BY o.service_date, o.key`

type Row = Readonly<Record<string, unknown>>

/** All SQL that planning reads agreements by: in pages, never a line at a time. */
export function createSelectionRepository({ db }: Store) {
  const prepared = new Map<string, ReturnType<typeof db.prepare<[Row], Row>>>()
  const selectTaken = db
    .prepare<
      [string, string, string],
      [
        line: string,
        id: string,
        date: string,
        state: 'active' | 'deleted',
        orderLine: string,
        serviceDate: string,
      ]
    >(
      `
    SELECT hex(agreement_line_id), hex(id), calculated_date, state, hex(order_line_id), service_date
    FROM occurrence
    WHERE agreement_line_id IN (SELECT unhex(value, '-') FROM json_each(?)) AND state <> 'released'
      AND calculated_date BETWEEN ? AND ?`,
    )
    .raw()
  const selectOpen = db.prepare<
    [{ agreement: Buffer; from: string; to: string }],
    {
      id: Uint8Array
      service_date: string
      site_id: Uint8Array | null
      line_id: Uint8Array | null
      task_id: Uint8Array | null
      worker_id: Uint8Array | null
      object_id: Uint8Array | null
    }
  >(openOrdersSql)

  const selectOffice = db
    .prepare<[Buffer], Uint8Array>(
      'SELECT a.office_id FROM agreement_line l JOIN agreement a ON a.id = l.agreement_id WHERE l.id = ?',
    )
    .pluck()

  function statement(sql: string) {
    const known = prepared.get(sql) ?? db.prepare<[Row], Row>(sql)
    prepared.set(sql, known)
    return known
  }

  /** Filters as conditions with their values; without an agreement or office named, the caller's offices count. */
  function conditionsOf({ filter, officeIds }: Selection): { sql: string; params: Record<string, unknown> } {
    const given: [name: string, column: string, ids: readonly string[]][] = filterColumns.flatMap(
      ([name, column]) => {
        const ids = filter[name]
        return ids ? [[name, column, ids]] : []
      },
    )
    if (!filter.agreementIds && !filter.officeIds) given.push(['own', 'a.office_id', officeIds])
    return {
      sql: given
        .map(([name, column]) => `${column} IN (SELECT unhex(value, '-') FROM json_each(:${name}))`)
        .join(' AND '),
      params: Object.fromEntries(given.map(([name, , ids]) => [name, JSON.stringify(ids)])),
    }
  }

  return {
    /** The next lines of the selection by agreement number and line number. */
    page(selection: Selection, after: SelectionPlace | undefined, limit: number): SelectedLine[] {
      const { sql, params } = conditionsOf(selection)
      const rows = statement(`${selectSql}
        WHERE ${sql} AND a.number >= :number AND (a.number > :number OR l.line_no > :lineNo)
        ORDER BY a.number, l.line_no LIMIT :limit`).all({
        ...params,
        number: after?.agreementNumber ?? '',
        lineNo: after?.lineNo ?? 0,
        limit,
      })
      return rows.map((row) => fromRow(selected, row))
    },
    officeOfLine(agreementLineId: string): string | undefined {
      return idOf(selectOffice.get(toBytes(agreementLineId)) ?? null)
    },
    count(selection: Selection): number {
      const { sql, params } = conditionsOf(selection)
      const row = statement(`SELECT count(*) AS count ${from} WHERE ${sql}`).get(params)
      return Number(row?.['count'] ?? 0)
    },
    /** What was made of these lines before, by line and calculated date. */
    earlier(lineIds: readonly string[], from: string, to: string): Map<string, Map<string, EarlierDate>> {
      const found = new Map<string, Map<string, EarlierDate>>()
      const idOf = remembering(lineIds.length, idOfHex)
      for (const [lineId, id, date, state, orderLineId, serviceDate] of selectTaken.iterate(
        JSON.stringify(lineIds),
        from,
        to,
      )) {
        const line = idOf(lineId)
        const dates = found.get(line) ?? new Map<string, EarlierDate>()
        found.set(line, dates)
        dates.set(date, {
          occurrenceId: idOfHex(id),
          state,
          orderLineId: orderLineId === '' ? undefined : idOfHex(orderLineId),
          serviceDate,
        })
      }
      return found
    },
    /** The agreement's orders of the period that lines may be appended to (R03-17). */
    openOrders(agreementId: string, from: string, to: string): OpenOrder[] {
      const orders = new Map<string, OpenOrder & { facts: OpenOrder['facts'][number][] }>()
      for (const row of selectOpen.all({ agreement: toBytes(agreementId), from, to })) {
        const orderId = toId(row.id)
        const held = orders.get(orderId) ?? {
          orderId,
          serviceDate: row.service_date,
          siteId: idOf(row.site_id),
          facts: [],
        }
        if (row.line_id)
          held.facts.push({
            taskId: idOf(row.task_id),
            workerId: idOf(row.worker_id),
            objectId: idOf(row.object_id),
          })
        orders.set(orderId, held)
      }
      return [...orders.values()]
    },
  }
}
export type SelectionRepository = ReturnType<typeof createSelectionRepository>

function idOf(bytes: Uint8Array | null): string | undefined {
  return bytes ? toId(bytes) : undefined
}
