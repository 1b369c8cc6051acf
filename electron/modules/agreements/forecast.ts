import type { Caller } from '../../db/act'
import { domainError } from '../../shared/contract/domainError'
import { termErrors, type Forecast, type ForecastDate } from '../../shared/contract/agreementTerms'
import { assertReachesAgreement } from './agreementAccess'
import { daysBetween } from './agreement.rules'
import type { AgreementInput, AgreementWorkDeps } from './agreementDeps'
import type { AgreementLineRow } from './agreementParts.repository'
import { priceOfLine } from './agreementView'
import { salesAmount } from './amounts.rules'
import { datesWithin, openDates, type DateWork } from './lineDates'
import type { SearchPrice } from './priceSearch'
import type { StoredAgreement } from './serviceAgreements.repository'

const shownDates = 1000
/** As long as the longest period of a run (03 §2.3). */
const longestDays = 1827

/**
 * What an agreement is sold for in a period: the amounts of its lines over their calculated dates, each at the price of
 * its date; stopped lines, and those of a suspended agreement, count nothing (R02-19).
 *
 * @throws PERIOD_INVALID, PERIOD_TOO_LONG
 */
export function getForecast(
  deps: AgreementWorkDeps,
  caller: Caller,
  { agreementId, from, to }: AgreementInput<'getForecast'>,
): Forecast {
  const agreement = deps.agreements.records.get(agreementId)
  assertReachesAgreement(deps, caller, 'agreements.read', agreement)
  if (to < from) throw domainError(termErrors, 'PERIOD_INVALID', { field: 'to' })
  if (daysBetween(from, to) >= longestDays)
    throw domainError(termErrors, 'PERIOD_TOO_LONG', { field: 'to', days: longestDays })
  const work = { ...openDates(deps), searchPrice: deps.openPrices(agreementId) }
  const dates = deps.parts
    .rowsOfMany([agreementId])
    .filter(({ stopped }) => !stopped && agreement.status !== 'suspended')
    .flatMap((line) => datesOfLine(work, agreement, line, { from, to }))
    .sort((a, b) => (a.date === b.date ? a.lineNo - b.lineNo : a.date < b.date ? -1 : 1))
  const { currency } = agreement
  const minor = dates.reduce((sum, { amount }) => sum + amount.minor, 0)
  return {
    ...{ agreementId, from, to, amount: { minor, currency } },
    dates: dates.slice(0, shownDates),
    isCut: dates.length > shownDates,
  }
}

function datesOfLine(
  work: DateWork & { readonly searchPrice: SearchPrice },
  agreement: StoredAgreement,
  line: AgreementLineRow,
  period: { readonly from: string; readonly to: string },
): ForecastDate[] {
  const { currency } = agreement
  const { costPercent, description, discount, id, isChargeable, lineNo, quantity, salesPercent, type } = line
  const shares = { chargeable: isChargeable, costPercent, salesPercent }
  return datesWithin(work, agreement, line, period).map((date) => {
    const { source, unitPrice } = priceOfLine(work.searchPrice, agreement, line, date)
    const minor = salesAmount({ type, quantity, currency, unitPrice, discount }, shares)
    return { date, lineId: id, lineNo, description, unitPrice, source, amount: { minor, currency } }
  })
}
