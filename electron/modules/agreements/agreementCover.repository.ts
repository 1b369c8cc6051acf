import { toBytes, toId } from '../../db/ids'
import type { Store } from '../../db/records'

/** A line of an agreement that covers an object on a date. */
export interface AgreementCover {
  readonly agreementId: string
  readonly number: string
  readonly lineNo: number
  readonly from: string
  readonly until?: string | undefined
}

interface Row {
  readonly agreement_id: Uint8Array
  readonly number: string
  readonly line_no: number
  readonly from_on: string
  readonly until_on: string
}

const forever = '9999-12-31'

/**
 * What agreements promise for an object on a date: lines in force that name it, and those that name none in an agreement
 * which is about it (02 §2.5, R08-10). A suspended agreement covers what was reported before its suspension.
 */
export function createAgreementCover({ db }: Store) {
  const fields = `a.id AS agreement_id, a.number, l.line_no, max(a.start_date, l.start_date) AS from_on,
    min(coalesce(a.ends_on, '${forever}'), coalesce(l.end_date, '${forever}')) AS until_on`
  const holds = `a.is_template = 0
    AND (a.status = 'active' OR (a.status = 'suspended' AND coalesce(a.suspended_from, '${forever}') > :on))
    AND NOT (l.is_stopped = 1 AND coalesce(l.stopped_from, '') <= :on)
    AND max(a.start_date, l.start_date) <= :on
    AND min(coalesce(a.ends_on, '${forever}'), coalesce(l.end_date, '${forever}')) >= :on`
  const select = db.prepare<[{ object: Buffer; on: string }], Row>(
    `SELECT ${fields} FROM agreement_line l JOIN agreement a ON a.id = l.agreement_id
     WHERE l.object_id = :object AND ${holds}
     UNION ALL
     SELECT ${fields} FROM agreement_object_relation r
       JOIN agreement a ON a.id = r.agreement_id
       JOIN agreement_line l ON l.agreement_id = a.id AND l.object_id IS NULL
     WHERE r.object_id = :object AND ${holds}
     ORDER BY until_on DESC, number, line_no LIMIT 1`,
  )
  /** The cover that lasts longest; undefined without one. */
  return (objectId: string, on: string): AgreementCover | undefined => {
    const row = select.get({ object: toBytes(objectId), on })
    return (
      row && {
        ...{ agreementId: toId(row.agreement_id), number: row.number, lineNo: row.line_no },
        ...{ from: row.from_on, until: row.until_on === forever ? undefined : row.until_on },
      }
    )
  }
}
export type FindAgreementCover = ReturnType<typeof createAgreementCover>
