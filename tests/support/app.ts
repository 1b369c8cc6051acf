import { createApplication } from '../../electron/context'
import { openDatabase, type Db } from '../../electron/db/database'
import type { Machine } from '../../electron/db/deviceFile'
import { mintId, toBytes } from '../../electron/db/ids'
import { migrate } from '../../electron/db/migrate'
import { hashToken } from '../../electron/modules/session/index'
import type { Client } from '../../electron/shared/contract/index'
import type { Role } from '../../electron/shared/contract/permission'

/** A Monday morning in March 2026, UTC. */
export const monday = Date.UTC(2026, 2, 2, 8)

export interface TestApp {
  readonly db: Db
  /** The owner's client: manager, dispatcher, back office, administrator. */
  readonly owner: Client
  readonly application: ReturnType<typeof createApplication>
  readonly clock: { now: number }
  /** A client that is signed in as a user with these roles; the user is made on first use. */
  as(...roles: Role[]): Promise<Client>
  /** A client without a session. */
  readonly stranger: Client
  /** Number of entries in the change log. */
  entries(): number
  close(): void
}

export interface SetUpOptions {
  readonly now?: number
  readonly db?: Db
  /** The machine the store is opened on (R01-34). */
  readonly machine?: Machine
}

let emptyStore: Buffer | undefined
/** The migrations take longer than most tests: a file of tests runs them once. */
function openEmptyStore(): Db {
  if (!emptyStore) {
    const db = openDatabase(':memory:')
    migrate(db)
    emptyStore = db.serialize()
    db.close()
  }
  return openDatabase(emptyStore)
}

/** The whole application over a store in memory, as a new store is (R01-30). */
export function setUp({ now = monday, db = openEmptyStore(), machine }: SetUpOptions = {}): TestApp {
  const clock = { now }
  migrate(db)
  const problems: unknown[] = []
  const application = createApplication({
    db,
    role: 'all',
    now: () => clock.now,
    folder: '',
    ownerToken: 'owner-token',
    log: (level, message, detail) => {
      if (level === 'error') problems.push(new Error(message, { cause: detail }))
    },
    relay: () => undefined,
    ...(machine ? { machine } : {}),
  })
  const owner = application.clientFor('owner-token')
  const countEntries = db.prepare<[], number>('SELECT count(*) FROM change_log').pluck()

  return {
    db,
    owner,
    application,
    clock,
    stranger: application.clientFor(undefined),
    entries: () => countEntries.get() ?? 0,
    async as(...roles) {
      const login = `test.${roles.join('.').slice(0, 30)}`
      const { items } = await owner.people.listUsers({ filter: { login } })
      const [user = await owner.people.createUser({ id: newId(), login, displayName: login, roles })] = items
      return application.clientFor(openSession(db, user.id, clock.now))
    },
    close() {
      application.close()
      db.close()
      if (problems.length > 0) throw problems[0]
    },
  }
}

/** The hash of "a long enough password": to make one anew for each test takes longer than the test. */
const passwordHash =
  'scrypt$5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a$2a8b95df6a0439cb41bba153b189702cfb47fab246aa4f302de1dd8b99a18ee5'

/** What a sign-in leaves behind: a user with a password, and a session in the user's first office or the company's. */
function openSession(db: Db, userId: string, at: number): string {
  const user = toBytes(userId)
  const token = newId<string>()
  db.prepare('UPDATE user SET password_hash = ? WHERE id = ? AND password_hash IS NULL').run(
    passwordHash,
    user,
  )
  db.prepare(
    `INSERT INTO local_session (token_hash, user_id, office_id, device_id, kind, created_at, last_used_at, is_locked)
     SELECT :token, u.id,
       coalesce(unhex(u.office_ids ->> 0, '-'), (SELECT id FROM office ORDER BY code LIMIT 1)), p.device_id, 'user', :at, :at, 0
     FROM user u, local_session p WHERE u.id = :user AND p.kind = 'process'`,
  ).run({ token: hashToken(token), user, at })
  return token
}

/** A new id of any kind, typed by where it goes. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller's place gives the type
export function newId<Id extends string>(): Id {
  const id: string = mintId()
  return id as Id // tests mint ids of every entity through this one function
}
