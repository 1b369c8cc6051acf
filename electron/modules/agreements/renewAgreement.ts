import type { Act } from '../../db/act'
import type { EntityChange, Outcome } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { refuseAll, type Failure } from '../../shared/contract/domainError'
import {
  AgreementId,
  AgreementLineId,
  ObjectRelationId,
  PriceRuleId,
  TaskRelationId,
} from '../../shared/contract/id'
import type { Agreement } from '../../shared/contract/serviceAgreements'
import { addDays, nextTermEnd } from './agreement.rules'
import { loadAgreement, type LoadedAgreement } from './agreementAccess'
import type { AgreementInput, AgreementWorkDeps } from './agreementDeps'
import type { StoredAgreementLine } from './agreementParts.repository'
import { agreementOf } from './agreementView'
import { numberOf } from './createAgreement'
import { datesWithin } from './lineDates'
import type { StoredPriceRule } from './priceRules.repository'
import { increasedPrice } from './renewal.rules'
import { insertAgreement, saveAgreement } from './saveAgreement'
import type { StoredAgreement } from './serviceAgreements.repository'

/**
 * Renews an agreement for one term: itself, or by a successor (R02-22…R02-24).
 *
 * @throws NO_END_DATE, ALREADY_RENEWED, INVALID_TRANSITION, all at once
 */
export function renewAgreement(
  deps: AgreementWorkDeps,
  act: Act,
  { agreementId, expectedVersion, mode, newAgreementId }: AgreementInput<'renewAgreement'>,
): Outcome<Agreement> {
  const loaded = loadAgreement(deps, act, { agreementId, expectedVersion }, 'agreements.manage')
  const [id, changes] =
    mode === 'extend'
      ? [agreementId, extend(deps, loaded)]
      : succeed(deps, act, loaded, newAgreementId ?? AgreementId.parse(mintId()))
  const [first, ...rest] = changes
  if (!first) throw new Error(`agreement ${agreementId}: a renewal changes its end`)
  return { result: agreementOf(deps, act.caller, act.at, id), changes: [first, ...rest] }
}

/** The term that follows: its first and last day; throws what keeps the agreement from being renewed. */
export function nextTerm(
  deps: Pick<AgreementWorkDeps, 'agreements'>,
  agreement: StoredAgreement,
): { from: string; to: string } {
  const { endDate, id, isTemplate, status, termAnchor, terminationDate, termMonths } = agreement
  const successor = deps.agreements.successorOf(id)
  const failures: Failure[] = []
  if (endDate === undefined || termMonths === 0)
    failures.push({ code: 'NO_END_DATE', field: endDate === undefined ? 'endDate' : 'termMonths', id })
  if (successor) failures.push({ code: 'ALREADY_RENEWED', ids: [successor.id], number: successor.number })
  if (isTemplate || status !== 'active' || terminationDate !== undefined)
    failures.push({ code: 'INVALID_TRANSITION', field: 'status', id, status, step: 'renew' })
  const [first, ...rest] = failures
  if (first) throw refuseAll([first, ...rest])
  if (endDate === undefined) throw new Error(`agreement ${id}: a term without an end is refused`)
  return { from: addDays(endDate, 1), to: nextTermEnd(termAnchor, termMonths, endDate) }
}

/** The same agreement ends with its next term; its own prices rise with the term (R02-23, R02-24). */
export function extend(deps: AgreementWorkDeps, loaded: LoadedAgreement): EntityChange[] {
  const { agreement } = loaded
  const { from, to } = nextTerm(deps, agreement)
  const changes = saveAgreement(deps, loaded, {
    ...loaded,
    agreement: { ...agreement, endDate: to },
    lines: loaded.lines.map((line) => increasedLine(agreement, line)),
  })
  return [...changes, ...increasedRules(deps, agreement, from)]
}

function increasedLine(
  { currency, renewalIncrease }: StoredAgreement,
  line: StoredAgreementLine,
): StoredAgreementLine {
  const { priceOverride } = line
  if (priceOverride === undefined || renewalIncrease === 0) return line
  return { ...line, priceOverride: increasedPrice(priceOverride, renewalIncrease, currency) }
}

/** The agreement's own prices that hold on the new term's first day or after it. */
function ownPrices({ repository }: AgreementWorkDeps, agreementId: string, from: string): StoredPriceRule[] {
  return repository.rules
    .where('agreementId', agreementId)
    .filter(({ validTo }) => validTo === undefined || validTo >= from)
}

/** A price set for the new term already is what was agreed for it. */
function isIncreased({ kind, model, validFrom }: StoredPriceRule, from: string): boolean {
  return kind === 'sales' && model === 'fixed' && validFrom < from
}

/** Each price ends the day before, and a new one follows (R02-24). */
function increasedRules(deps: AgreementWorkDeps, agreement: StoredAgreement, from: string): EntityChange[] {
  const { renewalIncrease } = agreement
  if (renewalIncrease === 0) return []
  const { rules } = deps.repository
  return ownPrices(deps, agreement.id, from)
    .filter((rule) => isIncreased(rule, from))
    .flatMap((rule) => [
      ...rules.update(rule, { ...rule, validTo: addDays(from, -1) }).changes,
      rules.insert({
        ...rule,
        ...{ id: PriceRuleId.parse(mintId()), version: 1, validFrom: from },
        value: increasedPrice(rule.value, renewalIncrease, rule.currency ?? agreement.currency),
      }),
    ])
}

/** A new draft follows with the lines that go on; the old one stays as it is (R02-23, 02 §3.1). */
function succeed(
  deps: AgreementWorkDeps,
  act: Act,
  { agreement: old, lines, objects, tasks }: LoadedAgreement,
  id: AgreementId,
): [string, EntityChange[]] {
  const term = nextTerm(deps, old)
  const agreement: StoredAgreement = {
    ...old,
    ...{ id, version: 1, number: '', startDate: term.from, endDate: term.to, predecessorId: old.id },
    status: 'draft',
    externalKey: undefined,
  }
  const continued = lines.filter((line) => goesOn(old, line))
  const changes = insertAgreement(deps, {
    agreement: { ...agreement, number: numberOf(deps, act, agreement) },
    lines: continued.map((line) => successorLine(deps, old, agreement, line)),
    objects: objects.map((relation) => ({
      ...relation,
      agreementId: id,
      id: ObjectRelationId.parse(mintId()),
    })),
    tasks: tasks.map((relation) => ({ ...relation, agreementId: id, id: TaskRelationId.parse(mintId()) })),
  })
  const { currency, renewalIncrease } = old
  const prices = ownPrices(deps, old.id, term.from).map((rule) =>
    deps.repository.rules.insert({
      ...rule,
      ...{ id: PriceRuleId.parse(mintId()), version: 1, agreementId: id },
      validFrom: rule.validFrom < term.from ? term.from : rule.validFrom,
      value: isIncreased(rule, term.from)
        ? increasedPrice(rule.value, renewalIncrease, rule.currency ?? currency)
        : rule.value,
    }),
  )
  return [id, [...changes, ...prices]]
}

/** Lines not stopped and not over at the old end, except one-time ones. */
function goesOn(
  { endDate }: StoredAgreement,
  { endDate: lineEnd, intervalId, stopped }: StoredAgreementLine,
): boolean {
  const lasts = lineEnd === undefined || (endDate !== undefined && lineEnd >= endDate)
  return !stopped && intervalId !== undefined && lasts
}

/** The line keeps its rhythm: it starts on its first date after the old end and inherits the anchor (R02-23). */
function successorLine(
  deps: AgreementWorkDeps,
  { renewalIncrease }: StoredAgreement,
  agreement: StoredAgreement,
  line: StoredAgreementLine,
): StoredAgreementLine {
  const term = { from: agreement.startDate, to: agreement.endDate }
  const [first = agreement.startDate] = datesWithin(deps, agreement, { ...line, endDate: undefined }, term)
  const { priceOverride } = line
  return {
    ...line,
    ...{ id: AgreementLineId.parse(mintId()), agreementId: agreement.id, startDate: first },
    endDate: line.endDate === undefined ? undefined : agreement.endDate,
    priceOverride:
      priceOverride === undefined || renewalIncrease === 0
        ? priceOverride
        : increasedPrice(priceOverride, renewalIncrease, agreement.currency),
  }
}
