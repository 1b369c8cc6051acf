import type { Condition } from '../../db/listQuery'
import type { AgreementPhase, AgreementSet } from '../../shared/contract/serviceAgreements'
import { addDays } from './agreement.rules'

export interface SetRequest {
  readonly phase: readonly AgreementPhase[] | undefined
  readonly set: readonly AgreementSet[] | undefined
  /** Today in the caller's office, and the last day of its month. */
  readonly today: string
  readonly lastOfMonth: string
}

const phases: Readonly<Record<AgreementPhase, string>> = {
  notStarted: 't.start_date > :today',
  running: 't.start_date <= :today AND (t.ends_on IS NULL OR t.ends_on >= :today)',
  expired: 't.ends_on < :today AND t.start_date <= :today',
}

const ordersOf = `SELECT 1 FROM service_order so WHERE so.agreement_id = t.id AND so.progress = 'inProcess'`
const expiring = (name: string) => `t.status = 'active' AND t.ends_on BETWEEN :today AND :${name}`
const sets: Readonly<Record<AgreementSet, string>> = {
  expiring30: expiring('in30'),
  expiring60: expiring('in60'),
  expiring90: expiring('in90'),
  noticeThisMonth: `t.status = 'active' AND t.termination_date IS NULL
    AND t.notice_deadline BETWEEN :month_start AND :month_end`,
  expiredWithOpenOrders: `t.status <> 'closed' AND t.ends_on < :today AND EXISTS (${ordersOf})`,
}

/** The conditions of filters that follow the calendar: phases (02 §2.1) and the lists of R02-29. */
export function setConditions({ lastOfMonth, phase, set, today }: SetRequest): Condition[] {
  const all = {
    today,
    in30: addDays(today, 30),
    in60: addDays(today, 60),
    in90: addDays(today, 90),
    month_start: `${today.slice(0, 8)}01`,
    month_end: lastOfMonth,
  }
  return [phase?.map((name) => phases[name]), set?.map((name) => sets[name])].flatMap((parts) => {
    if (!parts?.length) return []
    const sql = parts.map((part) => `(${part})`).join(' OR ')
    const params = Object.fromEntries(Object.entries(all).filter(([name]) => sql.includes(`:${name}`)))
    return [{ sql, params }]
  })
}
