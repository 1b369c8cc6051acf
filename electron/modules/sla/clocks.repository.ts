import {
  bool,
  columnName,
  date,
  entityTable,
  instant,
  int,
  json,
  ref,
  text,
  toRow,
} from '../../db/entityTable'
import { toBytes, toId } from '../../db/ids'
import { createRecords, type Store } from '../../db/records'
import type { Description } from '../../shared/contract/description'
import type {
  AgreementId,
  CalendarId,
  CustomerId,
  OfficeId,
  OrderId,
  OrderSlaId,
  SlaGroupId,
  SlaId,
  SlaStepId,
  WorkerId,
} from '../../shared/contract/id'
import type { OrderPriority } from '../../shared/contract/orders'
import type {
  FrozenSla,
  SlaEntry,
  SlaOutcome,
  SlaSource,
  SlaStatus,
  SlaStepKind,
} from '../../shared/contract/sla'

/** What an order's clock depends on, from an instant on (R06-27). */
export interface Condition {
  readonly at: number
  readonly priority: OrderPriority
  readonly zone: string
  readonly country?: string | undefined
}

/** What follows from the entries, the conditions and the calendars as they are now. */
export interface DerivedClock {
  readonly outcome: SlaOutcome
  /** Seconds: counted up to the last Stop, and allowed. */
  readonly elapsed: number
  readonly allowance: number
  readonly latestCompletion?: number | undefined
  readonly compliance?: number | undefined
  readonly responseDue?: number | undefined
  readonly responseOutcome: SlaOutcome
  readonly nextStepAt?: number | undefined
  readonly isCalendarEmpty: boolean
  readonly isRecomputing: boolean
  readonly calendarId?: CalendarId | undefined
  readonly measuredOn?: string | undefined
}

/** An order's clock as stored (06 §2.4). */
export interface StoredClock extends DerivedClock {
  readonly id: OrderSlaId
  readonly version: number
  readonly orderId: OrderId
  readonly slaId: SlaId
  readonly source: SlaSource
  /** The agreement that gave it, itself or by its group. */
  readonly sourceId?: AgreementId | undefined
  /** Undefined until the first Start. */
  readonly frozen?: FrozenSla | undefined
  readonly status: SlaStatus
  readonly isCanceledWithOrder: boolean
  readonly startTime?: number | undefined
  readonly finalStop?: number | undefined
  readonly finalElapsed?: number | undefined
  readonly finalAllowance?: number | undefined
  readonly firstResponse?: number | undefined
  readonly conditions: readonly Condition[]
  readonly changedAt: number
  readonly officeId: OfficeId
  readonly customerId: CustomerId
  readonly agreementId?: AgreementId | undefined
  readonly responsibleId?: WorkerId | undefined
  readonly slaGroupId?: SlaGroupId | undefined
}

export type StoredEntry = Omit<SlaEntry, 'byName' | 'reasonName' | 'isSuperseded'> & {
  readonly reasonDescription?: Description | undefined
}

export interface StoredStep {
  readonly id: SlaStepId
  readonly version: number
  readonly orderId: OrderId
  readonly kind: SlaStepKind
  readonly threshold?: number | undefined
  readonly minutesBefore?: number | undefined
  readonly crossedAt: number
  readonly detectedAt: number
}

const derivedColumns = {
  outcome: text({ derived: true }),
  elapsed: int({ derived: true }),
  allowance: int({ derived: true }),
  latestCompletion: instant({ derived: true }),
  compliance: int({ derived: true }),
  responseDue: instant({ derived: true }),
  responseOutcome: text({ derived: true }),
  nextStepAt: instant({ derived: true }),
  isCalendarEmpty: bool({ derived: true }),
  isRecomputing: bool({ derived: true }),
  calendarId: ref({ derived: true }),
  measuredOn: date({ derived: true }),
} as const

const clockTable = entityTable<StoredClock>({
  entity: 'orderSla',
  table: 'order_sla',
  columns: {
    orderId: ref(),
    slaId: ref(),
    source: text(),
    sourceId: ref(),
    frozen: json(),
    status: text(),
    isCanceledWithOrder: bool(),
    startTime: instant(),
    finalStop: instant(),
    finalElapsed: int(),
    finalAllowance: int(),
    firstResponse: instant(),
    conditions: json(),
    changedAt: instant({ derived: true }),
    ...derivedColumns,
    officeId: ref({ derived: true }),
    customerId: ref({ derived: true }),
    agreementId: ref({ derived: true }),
    responsibleId: ref({ derived: true }),
    slaGroupId: ref(),
  },
})

const entryTable = entityTable<StoredEntry>({
  entity: 'slaEntry',
  table: 'sla_entry',
  columns: {
    orderId: ref(),
    seq: int(),
    kind: text(),
    at: instant(),
    source: text(),
    reasonId: ref(),
    reasonCode: text(),
    reasonDescription: json(),
    comment: text(),
    byId: ref(),
    recordedAt: instant(),
    correctedFrom: instant(),
  },
})

const stepTable = entityTable<StoredStep>({
  entity: 'slaStep',
  table: 'sla_step',
  columns: {
    orderId: ref(),
    kind: text(),
    threshold: int(),
    minutesBefore: int(),
    crossedAt: instant(),
    detectedAt: instant(),
  },
})

/** Which service level the rules of R06-01 find for an order, before one that is set by hand. */
export interface ChosenSla {
  readonly slaId: string
  readonly source: SlaSource
  readonly sourceId?: string | undefined
}

/** All SQL of clocks, their entries and the steps that fired. */
export function createClocksRepository(store: Store) {
  const { db } = store
  const clocks = createRecords(store, clockTable)
  const entries = createRecords(store, entryTable)
  const steps = createRecords(store, stepTable)
  const ids = (sql: string) => db.prepare<unknown[], Buffer>(sql).pluck()

  const selectOf = ids('SELECT id FROM order_sla WHERE order_id = ?')
  const selectChoice = db.prepare<
    { agreement: Buffer | null; customer: Buffer },
    { sla_id: Uint8Array; source: ChosenSla['source'] }
  >(
    `SELECT s.id AS sla_id, found.source AS source FROM (
       SELECT 1 AS rank, 'agreement' AS source, a.sla_id AS id FROM agreement a WHERE a.id = :agreement
       UNION ALL
       SELECT 2, 'agreementGroup', g.sla_id FROM agreement a JOIN agreement_group g ON g.id = a.group_id WHERE a.id = :agreement
       UNION ALL
       SELECT 3, 'customerGroup', g.sla_id FROM customer c JOIN sla_group g ON g.id = c.sla_group_id
       WHERE c.id = :customer AND g.is_active = 1
     ) found JOIN service_level s ON s.id = found.id
     WHERE s.is_active = 1 ORDER BY found.rank LIMIT 1`,
  )
  const selectAgreement = db
    .prepare<[Buffer], Buffer | null>('SELECT agreement_id FROM service_order WHERE id = ?')
    .pluck()
  const selectTeamOwner = db
    .prepare<[Buffer], Uint8Array | null>(
      'SELECT t.owner_id FROM order_sla c JOIN dispatch_team t ON t.id = c.team_id WHERE c.order_id = ?',
    )
    .pluck()
  const selectTier = db.prepare<[Buffer], { id: Uint8Array; default_priority: OrderPriority | null }>(
    `SELECT g.id, g.default_priority FROM customer c JOIN sla_group g ON g.id = c.sla_group_id
     WHERE c.id = ? AND g.is_active = 1`,
  )
  const selectCreatedAt = db
    .prepare<[Buffer], number>(
      `SELECT l.at FROM change c JOIN change_log l ON l.seq = c.seq WHERE c.id = ? ORDER BY c.seq LIMIT 1`,
    )
    .pluck()
  const derivedNames = Object.entries(derivedColumns).map(([field, column]) => columnName(field, column))
  const allNames = ['id', 'version', ...Object.entries(clockTable.columns).map(([f, c]) => columnName(f, c))]
  const firstDerived = allNames.indexOf(derivedNames[0] ?? '')
  const updateDerived = db.prepare(
    `UPDATE order_sla SET ${derivedNames.map((name) => `${name} = ?`).join(', ')}, changed_at = ? WHERE id = ?`,
  )
  const selectDue = ids(
    'SELECT id FROM order_sla WHERE next_step_at <= ? AND is_recomputing = 0 ORDER BY next_step_at, key LIMIT ?',
  )

  return {
    clocks,
    entries,
    steps,
    ofOrder(orderId: string): StoredClock | undefined {
      const id = selectOf.get(toBytes(orderId))
      return id && clocks.find(toId(id))
    },
    entriesOf: (orderId: string): StoredEntry[] => entries.where('orderId', orderId),
    stepsOf: (orderId: string): StoredStep[] => steps.where('orderId', orderId),
    agreementOf(orderId: string): string | undefined {
      const id = selectAgreement.get(toBytes(orderId))
      return id ? toId(id) : undefined
    },
    /** Who leads the team of the order's last planned activity. */
    teamOwnerOf(orderId: string): string | undefined {
      const id = selectTeamOwner.get(toBytes(orderId))
      return id ? toId(id) : undefined
    },
    /** The first hit of R06-01 among the active service levels. */
    choice(agreementId: string | undefined, customerId: string): ChosenSla | undefined {
      const agreement = agreementId === undefined ? null : toBytes(agreementId)
      const found = selectChoice.get({ agreement, customer: toBytes(customerId) })
      return (
        found && {
          ...{ slaId: toId(found.sla_id), source: found.source },
          sourceId: found.source === 'customerGroup' ? undefined : agreementId,
        }
      )
    },
    /** The customer's tier (06 §2.1). */
    tierOf(customerId: string): { id: string; priority: OrderPriority | undefined } | undefined {
      const found = selectTier.get(toBytes(customerId))
      return found && { id: toId(found.id), priority: found.default_priority ?? undefined }
    },
    /** When a record was made, by the log. */
    createdAt: (id: string): number | undefined => selectCreatedAt.get(toBytes(id)),
    /** Writes what is derived alone: it has no part in the log and leaves the version. */
    setDerived(clock: StoredClock): void {
      const row = toRow(clockTable, clock, store.sortLanguage())
      const values = row.slice(firstDerived, firstDerived + derivedNames.length)
      updateDerived.run(...values, clock.changedAt, toBytes(clock.id))
    },
    /** Clocks with a step to fire up to an instant, the earliest first. */
    due: (at: number, limit: number): string[] => selectDue.all(at, limit).map(toId),
  }
}
export type ClocksRepository = ReturnType<typeof createClocksRepository>
