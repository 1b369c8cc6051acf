import { bool, date, entityTable, instant, int, json, ref, text } from '../../db/entityTable'
import { toId } from '../../db/ids'
import { createListView } from '../../db/listQuery'
import { createRecords, type Store } from '../../db/records'
import type { Role } from '../../shared/contract/permission'
import type { Company, Device, Office, User, Worker } from '../../shared/contract/people'

/** A user as stored: with the secrets that no answer carries. */
export type StoredUser = Omit<User, 'hasPassword' | 'hasPin' | 'lockedUntil'> & {
  readonly passwordHash?: string | undefined
  readonly pinHash?: string | undefined
}

const companyTable = entityTable<Company>({
  entity: 'company',
  table: 'company',
  columns: {
    name: text(),
    registrationNumber: text(),
    currency: text(),
    language: text(),
    calendarId: ref(),
    zone: text(),
    country: text(),
    isDemo: bool(),
    logoSha256: text(),
  },
})

const officeTable = entityTable<Office>({
  entity: 'office',
  table: 'office',
  columns: {
    code: text(),
    name: text({ sorted: true }),
    zone: text(),
    calendarId: ref(),
    language: text(),
    currency: text(),
    active: bool({ column: 'is_active' }),
    numberingDeviceId: ref(),
  },
})

const deviceTable = entityTable<Device>({
  entity: 'device',
  table: 'device',
  columns: {
    name: text({ sorted: true }),
    officeId: ref(),
    kind: text(),
    registeredById: ref(),
    registeredAt: instant(),
    lastSeenAt: instant({ derived: true }),
    revoked: bool({ column: 'is_revoked' }),
  },
})

const userTable = entityTable<StoredUser>({
  entity: 'user',
  table: 'user',
  columns: {
    login: text({ personal: true }),
    displayName: text({ sorted: true, personal: true }),
    workerId: ref(),
    language: text(),
    roles: json(),
    officeIds: json(),
    passwordHash: text({ secret: true }),
    pinHash: text({ secret: true }),
    active: bool({ column: 'is_active' }),
    mustChangePassword: bool(),
  },
})

const workerTable = entityTable<Worker>({
  entity: 'worker',
  table: 'worker',
  columns: {
    number: text(),
    displayName: text({ sorted: true, personal: true }),
    jobTitle: text(),
    officeId: ref(),
    latitude: int({ personal: true }),
    longitude: int({ personal: true }),
    calendarId: ref(),
    hireDate: date(),
    endDate: date(),
    skills: json(),
    defaultCategoryId: ref(),
    allowedCategoryIds: json(),
    maxMinutesPerDay: int(),
    iCalendar: bool({ column: 'has_icalendar' }),
    active: bool({ column: 'is_active' }),
  },
})

/** All SQL of company, offices, devices, users and workers. */
export function createPeopleRepository(store: Store) {
  const { db } = store
  const companies = createRecords(store, companyTable)
  const users = createRecords(store, userTable)
  const selectCompany = db.prepare<[], Buffer>('SELECT id FROM company LIMIT 1').pluck()
  const selectLogin = db.prepare<[string], Buffer>('SELECT id FROM user WHERE login = ?').pluck()
  const selectAdministrators = db
    .prepare<[], Buffer>(
      "SELECT id FROM user WHERE EXISTS (SELECT 1 FROM json_each(roles) WHERE value = 'administrator') ORDER BY key",
    )
    .pluck()
  const selectWithRoles = db
    .prepare<[string], Buffer>(
      `SELECT id FROM user WHERE is_active = 1 AND EXISTS (SELECT 1 FROM json_each(roles)
       WHERE value IN (SELECT value FROM json_each(?))) ORDER BY key`,
    )
    .pluck()
  const countOffices = db.prepare<[], number>('SELECT count(*) FROM office WHERE is_active = 1').pluck()
  const countPasswords = db
    .prepare<[], number>('SELECT count(*) FROM user WHERE password_hash IS NOT NULL')
    .pluck()

  return {
    companies,
    offices: createRecords(store, officeTable),
    devices: createRecords(store, deviceTable),
    users,
    workers: createRecords(store, workerTable),
    officeList: createListView<Office>(store, {
      table: officeTable,
      searched: ['t.code', 't.name'],
      defaultSort: [{ field: 'code', direction: 'asc' }],
    }),
    deviceList: createListView<Device>(store, {
      table: deviceTable,
      searched: ['t.name'],
      defaultSort: [{ field: 'name', direction: 'asc' }],
    }),
    userList: createListView<StoredUser, User>(store, {
      table: userTable,
      joins: 'LEFT JOIN local_sign_in s ON s.user_id = t.id',
      joined: { lockedUntil: { sql: 's.locked_until', kind: 'instant' } },
      searched: ['t.login', 't.display_name'],
      defaultSort: [{ field: 'displayName', direction: 'asc' }],
      finish: hideSecrets,
    }),
    workerList: createListView<Worker>(store, {
      table: workerTable,
      search: 'worker',
      defaultSort: [{ field: 'displayName', direction: 'asc' }],
    }),
    /** Whether the store has been set up at all (R01-30). */
    isEmpty(): boolean {
      return selectCompany.get() === undefined
    },
    company(): Company {
      const [company] = companies.findMany(companyIds())
      if (!company) throw new Error('the store has no company')
      return company
    },
    /** Logins are unique without regard to case (01 §2.2). */
    userByLogin(login: string): StoredUser | undefined {
      const id = selectLogin.get(login)
      return id ? users.find(toId(id)) : undefined
    },
    /** Whose session the start line carries: the owner, else the oldest active administrator (R01-33). */
    ownerOfProcess(): StoredUser | undefined {
      const ids = selectAdministrators.all().map(toId)
      const active = ids.map((id) => users.find(id)).filter((user) => user?.active)
      return active.find((user) => user?.login === 'owner') ?? active[0]
    },
    /** Who may still administer; the last one cannot go (R01-02). */
    activeAdministrators(): StoredUser[] {
      return users.findMany(selectAdministrators.all().map(toId)).filter(({ active }) => active)
    },
    /** Active users with any of these roles. */
    usersWithRoles(roles: readonly Role[]): StoredUser[] {
      return users.findMany(selectWithRoles.all(JSON.stringify(roles)).map(toId))
    },
    countActiveOffices(): number {
      return countOffices.get() ?? 0
    },
    hasPasswords(): boolean {
      return (countPasswords.get() ?? 0) > 0
    },
  }

  function companyIds(): string[] {
    const id = selectCompany.get()
    return id ? [toId(id)] : []
  }
}
export type PeopleRepository = ReturnType<typeof createPeopleRepository>

function hideSecrets(user: Record<string, unknown>): void {
  user['hasPassword'] = user['passwordHash'] !== undefined
  user['hasPin'] = user['pinHash'] !== undefined
  delete user['passwordHash']
  delete user['pinHash']
}
