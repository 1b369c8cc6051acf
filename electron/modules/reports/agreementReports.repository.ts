import type { Db } from '../../db/database'
import { toBytes, toId } from '../../db/ids'
import type { ReportParameters } from '../../shared/contract/reportRuns'
import { whereOf, type CountedOrders } from './reports.repository'

/** What the orders of a month came to for a line of an agreement. */
export interface LineMargin {
  readonly agreementId: string
  readonly lineId: string
  readonly currency: string
  readonly visits: number
  readonly minutes: number
  readonly salesAmount: number
  readonly costAmount: number
}

/** The visits of a month for a line of an agreement. */
export interface LineVisits {
  readonly lineId: string
  readonly planned: number
  readonly done: number
  readonly canceled: number
  /** Not done although their day is over. */
  readonly overdue: number
}

export interface AgreementLineName {
  readonly agreementId: string
  readonly agreementNumber: string
  readonly agreementName: string
  readonly customerName: string | undefined
  readonly lineNo: number
  readonly lineName: string
}

/** The SQL of reports over agreements; orders come by their service date, a month at a time. */
export function createAgreementReportsRepository(db: Db) {
  const selectLine = db.prepare<
    [Buffer],
    Omit<AgreementLineName, 'agreementId' | 'customerName'> & {
      agreementId: Uint8Array
      customerName: string | null
    }
  >(
    `SELECT a.id AS agreementId, a.number AS agreementNumber, a.description AS agreementName, c.name AS customerName,
       l.line_no AS lineNo, l.description AS lineName
     FROM agreement_line l JOIN agreement a ON a.id = l.agreement_id LEFT JOIN customer c ON c.id = a.customer_id
     WHERE l.id = ?`,
  )
  const selectDeleted = db.prepare<
    [{ from: string; to: string; offices: string; customer: string | null }],
    { line: Uint8Array; visits: number }
  >(
    `SELECT o.agreement_line_id AS line, count(*) AS visits FROM occurrence o
       JOIN agreement_line l ON l.id = o.agreement_line_id JOIN agreement a ON a.id = l.agreement_id
     WHERE o.state = 'deleted' AND o.service_date BETWEEN :from AND :to
       AND a.office_id IN (SELECT unhex(value, '-') FROM json_each(:offices))
       AND (:customer IS NULL OR a.customer_id = unhex(:customer, '-'))
     GROUP BY 1`,
  )

  return {
    /** Sales and cost of lines that came from agreements; canceled ones are not counted. */
    margins(asked: CountedOrders): LineMargin[] {
      const { params, sql } = whereOf(asked)
      return db
        .prepare<
          [object],
          Omit<LineMargin, 'agreementId' | 'lineId'> & { agreement: Uint8Array; line: Uint8Array }
        >(
          `SELECT g.agreement_id AS agreement, g.id AS line, t.currency, count(DISTINCT t.key) AS visits,
             sum(iif(l.type = 'hour', coalesce(l.actual_qty, l.estimated_qty, 0), 0)) AS minutes,
             sum(l.sales_amount_minor) AS salesAmount, sum(l.cost_amount_minor) AS costAmount
           FROM service_order t CROSS JOIN service_order_line l ON l.order_id = t.id
             CROSS JOIN agreement_line g ON g.id = l.agreement_line_id
           WHERE ${sql} AND l.status <> 'canceled' GROUP BY g.key, t.currency`,
        )
        .all(params)
        .map(({ agreement, line, ...row }) => ({ ...row, agreementId: toId(agreement), lineId: toId(line) }))
    },
    /** What became of the dates that were made into order lines; done: posted, or its work is registered. */
    visits(asked: CountedOrders, today: string): LineVisits[] {
      const { params, sql } = whereOf(asked)
      const isDone = "(l.status = 'posted' OR (l.status = 'created' AND l.actual_qty IS NOT NULL))"
      return db
        .prepare<[object], Omit<LineVisits, 'lineId'> & { line: Uint8Array }>(
          `SELECT o.agreement_line_id AS line, count(*) AS planned, sum(${isDone}) AS done,
             sum(l.status = 'canceled') AS canceled,
             sum(l.status = 'created' AND l.actual_qty IS NULL AND t.service_date < :today) AS overdue
           FROM service_order t CROSS JOIN service_order_line l ON l.order_id = t.id
             CROSS JOIN occurrence o ON o.order_line_id = l.id
           WHERE ${sql} AND o.state = 'active' GROUP BY 1`,
        )
        .all({ ...params, today })
        .map(({ line, ...row }) => ({ ...row, lineId: toId(line) }))
    },
    /** Dates whose order line was deleted, of agreements of these offices. */
    deletedVisits(
      { customerId, from, officeIds: wanted, to }: ReportParameters,
      officeIds: readonly string[],
    ): { lineId: string; visits: number }[] {
      const offices = wanted?.filter((id) => officeIds.includes(id)) ?? officeIds
      return selectDeleted
        .all({ from, to, offices: JSON.stringify(offices), customer: customerId ?? null })
        .map(({ line, visits }) => ({ lineId: toId(line), visits }))
    },
    lineName(lineId: string): AgreementLineName | undefined {
      const row = selectLine.get(toBytes(lineId))
      return (
        row && { ...row, agreementId: toId(row.agreementId), customerName: row.customerName ?? undefined }
      )
    },
  }
}
export type AgreementReportsRepository = ReturnType<typeof createAgreementReportsRepository>
