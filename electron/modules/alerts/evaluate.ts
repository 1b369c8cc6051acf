import type { Caller } from '../../db/act'
import type { WriteLocal } from '../../db/unitOfWork'
import type { AlertsRepository, NewAlert, RuleState } from './alerts.repository'
import type { Moment, MomentPlace, MomentsRepository, SeenChange } from './moments.repository'
import { filterOf, type Readers } from './readers'
import {
  delayOf,
  isByClock,
  isSilent,
  lookBackOf,
  manyChanges,
  movedDate,
  openLimit,
  type StoredRule,
} from './rule.rules'
import { partTables } from './subjects'

export interface AlertDeps {
  readonly repository: AlertsRepository
  readonly moments: MomentsRepository
  readonly readers: Readers
  readonly local: WriteLocal
  readonly now: () => number
  /** The date in the zone of an office at an instant. */
  readonly dateOf: (officeId: string, at: number) => string
}

/** A record that a rule has something to say of, and what. */
export interface Hit {
  readonly recordId: string
  readonly mark: string
  readonly value?: string | undefined
}

const pageRows = 200

export const momentOf = ({ entity, field = '' }: StoredRule) => `${entity}.${field}`

/** The values of a rule's field whose alerts are due at an instant: up to this one. */
export function dueUpTo(deps: AlertDeps, rule: StoredRule, owner: Caller, at: number): string | number {
  const delay = delayOf(rule)
  const isDate = deps.moments.kindOf(momentOf(rule)) === 'date'
  return isDate ? movedDate(deps.dateOf(owner.officeId, at), -delay) : at - delay
}

export function hitOf(rule: StoredRule, { due, recordId }: Moment): Hit {
  return { recordId, value: String(due), mark: `${rule.event} ${rule.field ?? ''} ${String(due)}` }
}

/** Looks at everything that happened since, step by step; a step is short. True when alerts came or went. */
export function* evaluate(deps: AlertDeps, byClock: boolean): Generator<boolean> {
  const { local, moments, repository } = deps
  yield local(() => repository.forgetRules())
  const rules = repository.active()
  for (const rule of rules) local(() => begin(deps, rule))
  yield* evaluateLog(deps, rules)
  if (byClock) for (const rule of rules) if (isByClock(rule)) yield* evaluateClock(deps, rule)

  function begin({ now }: AlertDeps, rule: StoredRule): void {
    const state = repository.stateOf(rule.id)
    if (state?.version === rule.version) return
    // A rule follows the log from its own entry on.
    const seq = state?.seq ?? moments.writtenIn(rule.id)
    repository.putState(rule.id, { version: rule.version, seq, at: lookBackOf(rule, now()) })
  }
}

function stateOf({ repository }: AlertDeps, { id, version }: StoredRule): RuleState {
  return repository.stateOf(id) ?? { version, seq: 0, at: 0 }
}

/** Follows the log: what was made and changed, and whether what was said before is still true. */
function* evaluateLog(deps: AlertDeps, rules: readonly StoredRule[]): Generator<boolean> {
  const { local, moments, repository } = deps
  if (rules.length === 0) return
  for (;;) {
    const from = Math.min(...rules.map((rule) => stateOf(deps, rule).seq))
    const entries = moments.entriesAfter(from)
    if (entries.length === 0) return
    for (const { command, seq } of entries)
      yield local(() => {
        const changes = moments.changesOf(seq, manyChanges + 1)
        const isMany = changes.length > manyChanges
        let isDifferent = false
        for (const rule of rules) {
          const state = stateOf(deps, rule)
          if (state.seq >= seq) continue
          // After very many changes the clock looks again at all that may be due.
          const at = isMany ? Math.min(state.at, lookBackOf(rule, deps.now())) : state.at
          repository.putState(rule.id, { ...state, seq, at })
          if (!isMany) isDifferent = follow(deps, rule, { changes, command, seq }) || isDifferent
        }
        if (!isMany)
          for (const { id, op } of changes)
            if (op === 'delete') isDifferent = repository.forgetRecord(id) || isDifferent
        return isDifferent
      })
  }
}

interface Entry {
  readonly seq: number
  readonly command: string
  readonly changes: readonly SeenChange[]
}

function follow(deps: AlertDeps, rule: StoredRule, { changes, command, seq }: Entry): boolean {
  const touched = touchedBy(deps, rule, changes)
  if (touched.size === 0) return false
  const owner = deps.readers.ownerOf(rule)
  if (!owner) return false
  switch (rule.event) {
    case 'created':
    case 'changed': {
      if (isSilent(command)) return false
      const isIt = rule.event === 'created' ? isCreate : changesField(rule.field)
      const hits = changes
        .filter((change) => change.entity === rule.entity && isIt(change))
        .map(({ id }) => ({ recordId: id, mark: `${rule.event} ${rule.field ?? ''} ${String(seq)}` }))
      return raise(deps, rule, owner, hits)
    }
    case 'dueIn':
    case 'threshold':
      return judge(deps, rule, owner, [...touched])
  }
}

const isCreate = ({ op }: SeenChange) => op === 'create'
const changesField =
  (field = '') =>
  ({ fields, op }: SeenChange) =>
    op === 'update' && fields.includes(field)

/** The records of a rule's table that an entry is about, also through their parts. */
function touchedBy({ moments }: AlertDeps, { entity }: StoredRule, changes: readonly SeenChange[]) {
  const ids = new Set<string>()
  for (const change of changes) {
    if (change.op === 'delete') continue
    if (change.entity === entity) ids.add(change.id)
    if (partTables[change.entity]?.of !== entity) continue
    const owner = moments.ownerOfPart(change.entity, change.id)
    if (owner !== undefined) ids.add(owner)
  }
  return ids
}

/** Says of touched records what is true of them now, and takes back what is not. */
function judge(deps: AlertDeps, rule: StoredRule, owner: Caller, ids: readonly string[]): boolean {
  const { moments, now, readers, repository } = deps
  const matching = matches(readers, rule, owner, ids)
  const from = isByClock(rule) ? dueUpTo(deps, rule, owner, lookBackOf(rule, now())) : 0
  const to = isByClock(rule) ? dueUpTo(deps, rule, owner, now()) : 0
  const current: Hit[] = !isByClock(rule)
    ? [...matching].map((recordId) => ({ recordId, value: String(rule.value), mark: limitMark(rule) }))
    : moments
        .ofRecords(momentOf(rule), ids)
        .filter(({ due, recordId }) => matching.has(recordId) && !isAfter(due, to))
        .map((moment) => hitOf(rule, moment))
  let isDifferent = false
  for (const id of ids) {
    const marks = new Set(current.filter(({ recordId }) => recordId === id).map(({ mark }) => mark))
    isDifferent = repository.withdraw(rule.id, id, marks, !isByClock(rule)) || isDifferent
  }
  const fresh = current.filter(({ value = '' }) => !isByClock(rule) || !isAfter(from, value))
  return raise(deps, rule, owner, fresh) || isDifferent
}

/** Dates compare as texts, instants as numbers. */
function isAfter(a: string | number, b: string | number): boolean {
  const areDates = String(a).includes('-') && typeof a === 'string'
  return areDates ? a > String(b) : Number(a) > Number(b)
}

function limitMark({ comparison, field, value }: StoredRule): string {
  return `threshold ${field ?? ''} ${comparison ?? ''} ${String(value ?? 0)}`
}

/** Which of the records pass the rule's filter, as its owner reads them. */
function matches(readers: Readers, rule: StoredRule, owner: Caller, ids: readonly string[]): Set<string> {
  const filter = filterOf(rule)
  const found = new Set<string>()
  for (let at = 0; at < ids.length; at += pageRows) {
    const id = ids.slice(at, at + pageRows)
    const asked = Array.isArray(filter['id']) ? id.filter((one) => filter['id'] === one) : id
    if (asked.length === 0) continue
    for (const { recordId } of readers.find(owner, rule.entity, { ...filter, id: asked }, pageRows))
      found.add(recordId)
  }
  return found
}

/** Raises hits for each recipient who sees the record; those who may not hear nothing. */
function raise(deps: AlertDeps, rule: StoredRule, owner: Caller, hits: readonly Hit[]): boolean {
  const { now, readers, repository } = deps
  if (hits.length === 0) return false
  const passing = matches(
    readers,
    rule,
    owner,
    hits.map(({ recordId }) => recordId),
  )
  const due = hits.filter(({ recordId }) => passing.has(recordId))
  let isDifferent = false
  for (const recipient of due.length > 0 ? readers.recipientsOf(rule) : []) {
    const seen = seenBy(readers, rule, recipient, due)
    for (const { recordId, ...hit } of due.filter((one) => seen.has(one.recordId))) {
      const { entity, event, field, id: ruleId } = rule
      const alert: NewAlert = {
        ...{ ...hit, recordId, ruleId, entity, event, field },
        ...{ userId: recipient.userId, at: now() },
      }
      isDifferent = repository.raise(alert, openLimit) || isDifferent
    }
  }
  return isDifferent
}

function seenBy(readers: Readers, rule: StoredRule, caller: Caller, hits: readonly Hit[]): Set<string> {
  const found = new Set<string>()
  const ids = [...new Set(hits.map(({ recordId }) => recordId))]
  for (let at = 0; at < ids.length; at += pageRows)
    for (const { recordId } of readers.find(
      caller,
      rule.entity,
      { id: ids.slice(at, at + pageRows) },
      pageRows,
    ))
      found.add(recordId)
  return found
}

/** Asks for the moments that came since the rule looked last: once, however long that was. */
function* evaluateClock(deps: AlertDeps, rule: StoredRule): Generator<boolean> {
  const { local, moments, now, readers, repository } = deps
  const owner = readers.ownerOf(rule)
  if (!owner) return
  const started = now()
  const to = dueUpTo(deps, rule, owner, started)
  let place: MomentPlace = { due: dueUpTo(deps, rule, owner, stateOf(deps, rule).at), key: -1 }
  for (;;) {
    const page = moments.between(momentOf(rule), place, to, pageRows)
    const last = page.at(-1)
    if (!last) break
    place = last
    yield local(() =>
      raise(
        deps,
        rule,
        owner,
        page.map((moment) => hitOf(rule, moment)),
      ),
    )
  }
  local(() => repository.putState(rule.id, { ...stateOf(deps, rule), at: started }))
}
