import { createApplication } from '../../electron/context'
import { openDatabase, type Db } from '../../electron/db/database'
import type { Machine } from '../../electron/db/deviceFile'
import { mintId } from '../../electron/db/ids'
import { migrate } from '../../electron/db/migrate'
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
      const password = 'a long enough password'
      const { items } = await owner.people.listUsers({ filter: { login } })
      if (items.length === 0)
        await owner.people.createUser({ id: newId(), login, displayName: login, roles, password })
      const { token } = await application.clientFor(undefined).session.signIn({ login, password })
      return application.clientFor(token)
    },
    close() {
      application.close()
      db.close()
      if (problems.length > 0) throw problems[0]
    },
  }
}

/** A new id of any kind, typed by where it goes. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller's place gives the type
export function newId<Id extends string>(): Id {
  const id: string = mintId()
  return id as Id // tests mint ids of every entity through this one function
}
