import { bool, date, entityTable, instant, int, json, ref, text } from '../../db/entityTable'
import { toBytes, toId } from '../../db/ids'
import { createListView, type Condition } from '../../db/listQuery'
import { createRecords, type Store } from '../../db/records'
import type { Absence } from '../../shared/contract/dispatchAbsences'
import type { ActivityType, Membership, Skill, Team } from '../../shared/contract/dispatchSetUp'
import { TeamId, WorkerId } from '../../shared/contract/id'

/** What the store keeps; the answers add names and counts. */
export type StoredTeam = Omit<Team, 'ownerName' | 'officeName' | 'memberCount'>
export type StoredMembership = Omit<Membership, 'teamCode' | 'workerNumber' | 'workerName'>
export type StoredAbsence = Omit<Absence, 'workerNumber' | 'workerName' | 'officeId'>

const teamTable = entityTable<StoredTeam>({
  entity: 'team',
  table: 'dispatch_team',
  columns: {
    code: text(),
    description: text({ sorted: true }),
    officeId: ref(),
    ownerId: ref(),
    latitude: int(),
    longitude: int(),
    color: text(),
    active: bool({ column: 'is_active' }),
  },
})

const membershipTable = entityTable<StoredMembership>({
  entity: 'membership',
  table: 'team_membership',
  columns: {
    teamId: ref(),
    workerId: ref(),
    from: date({ column: 'from_on' }),
    to: date({ column: 'to_on' }),
  },
})

const skillTable = entityTable<Skill>({
  entity: 'skill',
  table: 'skill',
  columns: {
    code: text(),
    description: text({ sorted: true }),
    active: bool({ column: 'is_active' }),
  },
})

const typeTable = entityTable<ActivityType>({
  entity: 'activityType',
  table: 'activity_type',
  columns: {
    code: text(),
    description: text({ sorted: true }),
    defaultSkills: json(),
    defaultDuration: int(),
    splittable: bool({ column: 'is_splittable' }),
    pattern: text(),
    active: bool({ column: 'is_active' }),
  },
})

const absenceTable = entityTable<StoredAbsence>({
  entity: 'absence',
  table: 'absence',
  columns: {
    workerId: ref(),
    from: instant({ column: 'from_at' }),
    to: instant({ column: 'to_at' }),
    kind: text(),
    allDay: bool({ column: 'is_all_day' }),
    note: text({ personal: true }),
  },
})

const byCode = [{ field: 'code', direction: 'asc' }] as const
const workerJoin = 'JOIN worker w ON w.id = t.worker_id'
const workerFields = {
  workerNumber: { sql: 'w.number', kind: 'text' },
  workerName: { sql: 'w.display_name', kind: 'text', sortSql: 'w.display_name_sort' },
} as const

const memberCount = `(SELECT count(*) FROM team_membership x WHERE x.team_id = t.id
  AND x.from_on <= :members_on AND (x.to_on IS NULL OR x.to_on >= :members_on))`

/** The date on which a list of teams counts members. */
export function membersOn(on: string): Condition {
  return { sql: ':members_on IS NOT NULL', params: { members_on: on } }
}

/** Who was in which team, and when; both dates belong to it. */
export interface MembershipSpan {
  readonly workerId: WorkerId
  readonly teamId: TeamId
  readonly from: string
  readonly to?: string | undefined
}

/** All SQL of teams, memberships, skills, activity types and absences. */
export function createDispatchSetUpRepository(store: Store) {
  const { db } = store
  const memberships = createRecords(store, membershipTable)
  const selectTeamOf = db
    .prepare<{ worker: Buffer; on: string }, Buffer>(
      `SELECT team_id FROM team_membership
       WHERE worker_id = :worker AND from_on <= :on AND (to_on IS NULL OR to_on >= :on) LIMIT 1`,
    )
    .pluck()
  const selectSpans = db.prepare<
    { from: string; to: string },
    { worker_id: Uint8Array; team_id: Uint8Array; from_on: string; to_on: string | null }
  >(
    `SELECT worker_id, team_id, from_on, to_on FROM team_membership
     WHERE from_on <= :to AND (to_on IS NULL OR to_on >= :from) ORDER BY worker_id, from_on`,
  )
  const selectAbsences = db.prepare<
    { workers: string; from: number; to: number },
    { id: Uint8Array; worker_id: Uint8Array; from_at: number; to_at: number; kind: Absence['kind'] }
  >(
    `SELECT id, worker_id, from_at, to_at, kind FROM absence
     WHERE worker_id IN (SELECT unhex(value, '-') FROM json_each(:workers)) AND to_at > :from AND from_at < :to
     ORDER BY worker_id, from_at`,
  )

  return {
    teams: createRecords(store, teamTable),
    memberships,
    skills: createRecords(store, skillTable),
    types: createRecords(store, typeTable),
    absences: createRecords(store, absenceTable),
    /** Asks for `membersOn` among its conditions. */
    teamList: createListView<StoredTeam, Team>(store, {
      table: teamTable,
      joins: 'JOIN office f ON f.id = t.office_id LEFT JOIN worker w ON w.id = t.owner_id',
      joined: {
        officeName: { sql: 'f.name', kind: 'text', sortSql: 'f.name_sort' },
        ownerName: { sql: 'w.display_name', kind: 'text', sortSql: 'w.display_name_sort' },
        memberCount: { sql: memberCount, kind: 'int' },
      },
      searched: ['t.code', 't.description'],
      defaultSort: byCode,
    }),
    membershipList: createListView<StoredMembership, Membership>(store, {
      table: membershipTable,
      joins: `JOIN dispatch_team m ON m.id = t.team_id ${workerJoin}`,
      joined: { teamCode: { sql: 'm.code', kind: 'text' }, ...workerFields },
      searched: ['m.code', 'w.number', 'w.display_name'],
      defaultSort: [
        { field: 'from', direction: 'desc' },
        { field: 'workerName', direction: 'asc' },
      ],
    }),
    skillList: createListView<Skill>(store, {
      table: skillTable,
      searched: ['t.code', 't.description'],
      defaultSort: byCode,
    }),
    typeList: createListView<ActivityType>(store, {
      table: typeTable,
      searched: ['t.code', 't.description'],
      defaultSort: byCode,
    }),
    absenceList: createListView<StoredAbsence, Absence>(store, {
      table: absenceTable,
      joins: workerJoin,
      joined: { ...workerFields, officeId: { sql: 'w.office_id', kind: 'ref' } },
      searched: ['w.number', 'w.display_name'],
      defaultSort: [{ field: 'from', direction: 'desc' }],
    }),
    /** The one team of a worker on a date. */
    teamOf(workerId: string, on: string): TeamId | undefined {
      const id = selectTeamOf.get({ worker: toBytes(workerId), on })
      return id && TeamId.parse(toId(id))
    },
    /** The memberships that touch dates, by worker, then by time. */
    membershipsBetween(from: string, to: string): MembershipSpan[] {
      return selectSpans.all({ from, to }).map((row) => ({
        workerId: WorkerId.parse(toId(row.worker_id)),
        teamId: TeamId.parse(toId(row.team_id)),
        from: row.from_on,
        ...(row.to_on === null ? {} : { to: row.to_on }),
      }))
    },
    /** Absences that touch a time, by worker, then by start; merged only where they are counted (07 §2.2). */
    absencesBetween(workerIds: readonly string[], from: number, to: number) {
      return selectAbsences.all({ workers: JSON.stringify(workerIds), from, to }).map((row) => ({
        id: toId(row.id),
        workerId: WorkerId.parse(toId(row.worker_id)),
        from: row.from_at,
        to: row.to_at,
        kind: row.kind,
      }))
    },
  }
}
export type DispatchSetUpRepository = ReturnType<typeof createDispatchSetUpRepository>
