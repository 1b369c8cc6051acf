import { type Act, type Caller, type JobWork, originOf } from './db/act'
import { firstEntryAt } from './db/backups/contents'
import { createMachineSettings } from './db/backups/machineSettings'
import { noteSuspicion } from './db/backups/mark'
import { type RunTask, runTaskHere } from './db/backups/tasks'
import type { Outcome } from './db/changeLog'
import type { Db } from './db/database'
import { type Machine, machineOf } from './db/deviceFile'
import { idAfter, mintId } from './db/ids'
import type { Store } from './db/records'
import { createSearchIndex, startFillingSearch } from './db/searchIndex'
import { createUnitOfWork } from './db/unitOfWork'
import { createAlerts } from './modules/alerts/index'
import { type AttachmentsDeps, createOwners } from './modules/attachments/index'
import {
  type BackupPlace,
  createBackup,
  createDemoDeps,
  ownerCaller,
  startDemo,
  startSchedule,
} from './modules/backups/index'
import { localDate } from './modules/calendars/index'
import { runJob } from './modules/jobs/index'
import type { PeopleDeps } from './modules/people/index'
import { createRepairFacts } from './modules/repair/index'
import {
  createResolveCaller,
  hashSecret,
  hashToken,
  isWeakPassword,
  makeStore,
  sessionIdleMs,
  settleMachine,
} from './modules/session/index'
import { createSettingsRepository } from './modules/settings/index'
import { startAgreementWatch } from './modules/agreements/index'
import { startClockWatch } from './modules/sla/index'
import { startWall, type StartedWall } from './modules/wall/index'
import type { CallContext } from './rpc/callContext'
import { createOpenDesk, createWithin } from './rpc/callDirectly'
import { createChangePublisher } from './rpc/changeStream'
import { type InitialContext, type Log, createFence } from './rpc/fence'
import type { RelayMessage } from './rpc/relay'
import { withoutOutputChecks } from './rpc/withoutOutputChecks'
import type { ChangeEvent } from './shared/contract/changes'
import { commonErrors, domainError } from './shared/contract/domainError'
import { entriesPerAct } from './shared/contract/history'
import { JobId } from './shared/contract/id'
import type { Client, ServiceRole } from './shared/contract/index'
import { Language } from './shared/contract/session'
import { type Router, createRouterClient } from '@orpc/server'
import { hostname } from 'node:os'
import { createAreas } from './wiring/areas'
import { createRepositories } from './wiring/repositories'
import { createApplicationRouter } from './wiring/router'

export interface ApplicationOptions {
  readonly db: Db
  /** `all`: one instance does everything, over a store in memory or for the command line. */
  readonly role: ServiceRole | 'all'
  readonly now: () => number
  /** The data folder; empty for a store in memory. */
  readonly folder: string
  /** This machine, for tests that open a store as another one would; default: by the folder's device file. */
  readonly machine?: Machine
  readonly log: Log
  /** Tells the writer something from another instance. */
  readonly relay: (message: RelayMessage) => void
  /** The start line's session token (R01-33). */
  readonly ownerToken?: string
  readonly demo?: boolean
  /** The wall of the start option, and the token of its session. */
  readonly wall?: StartedWall
  /** The store is damaged: nothing is written, what is local to the machine lies in memory (issue 4 §2). */
  readonly isReadOnly?: boolean
  /** Told after each commit, whichever instance made it. */
  readonly announced?: () => void
  /** Does the long work of backups; default: here. */
  readonly runTask?: RunTask
  /** Checks every answer against the contract: in tests and development. */
  readonly checksOutput?: boolean
  /** Names the process tree that the instances of one program share; default: this process. */
  readonly processMark?: string
}

/** A file that nobody came back for is swept. */
const fileKeepMs = 7 * 24 * 3_600_000
/** So long the delete of an attachment can be undone; then its content is swept. */
const contentKeepMs = 30 * 24 * 3_600_000

/** Wires the whole domain over one open store. No Electron here: desktop app, Node host, command line and tests call this. */
export function createApplication(options: ApplicationOptions) {
  const { db, role, now, log, relay, ownerToken, processMark = String(process.pid) } = options
  const isWriting = role === 'writer' || role === 'all'
  const { folder, isReadOnly = false } = options
  const publisher = createChangePublisher()

  let readSortLanguage = (): string => Language.enum.en
  const store: Store = {
    ...{ db, entities: new Map(), kept: new Map(), attached: new Map() },
    sortLanguage: () => readSortLanguage(),
  }
  const settings = createSettingsRepository(store)
  let sortLanguage: string | undefined
  readSortLanguage = () => (sortLanguage ??= settings.value('sortLanguage'))

  let alertWatch: ReturnType<typeof alerts.start> | undefined
  let clockWatch: ReturnType<typeof startClockWatch> | undefined
  let agreementWatch: ReturnType<typeof startAgreementWatch> | undefined
  function announce(events: readonly ChangeEvent[]): void {
    if (!isWriting) relay({ type: 'announce', events })
    else {
      options.announced?.()
      for (const event of events) publisher.publish('change', event)
      alertWatch?.note(events)
      clockWatch?.note(events)
      agreementWatch?.note(events)
    }
  }
  const beforeCommit = () => {
    searchIndex.settle()
    repairFacts.settle()
  }
  const { write: writeOnce, local } = createUnitOfWork({
    db,
    now,
    publish: announce,
    beforeCommit,
  })
  /** Asks for the sort language once an act: an import inserts hundreds of thousands of records in one. */
  const write: typeof writeOnce = (request) => {
    sortLanguage = undefined
    return writeOnce(request)
  }

  const repositories = createRepositories(store, {
    ...{ folder, now, local },
    // Streams look at their sessions once the act that ends some is committed.
    sessionsEnded: () => {
      queueMicrotask(() => publisher.publish('sessions', undefined))
    },
  })
  const areas = createAreas({ store, repositories, settings, local })
  const {
    people,
    sessions,
    numbers,
    calendars,
    agreements,
    relations,
    skillUse,
    jobs,
    files,
    attachments,
    historyRepository,
    madeFiles,
  } = repositories
  const { deviceId, drawNumber, seeds } = areas
  const searchIndex = createSearchIndex(db, areas.sources)
  const repairFacts = createRepairFacts(db)
  if (isWriting) open()
  const stopFilling = isWriting && !isReadOnly ? startFillingSearch(searchIndex, local) : undefined
  if (role === 'jobs') {
    local(() => jobs.failOpen(now()))
    madeFiles.clear()
  }

  function open(): void {
    const machine = options.machine ?? (options.folder === '' ? undefined : machineOf(options.folder))
    if (isReadOnly) log('warn', 'the store is damaged and opened read-only')
    else if (people.isEmpty()) makeStore({ people, numbers, sessions, write, seeds }, machine)
    else if (machine) settleMachine({ machine, people, sessions, write, local, name: hostname() })
    const own = ownerToken === undefined ? '' : hashToken(ownerToken)
    local(() => {
      // The repairs of a store from before they were counted.
      if (!isReadOnly) repairFacts.settle()
      if (!isReadOnly) tidy(own)
      const owner = ownerToken === undefined ? undefined : people.ownerOfProcess()
      const [office] = people.officeList.page({ limit: 1 }).items
      if (owner && office)
        sessions.insert({
          tokenHash: own,
          userId: owner.id,
          officeId: owner.officeIds[0] ?? office.id,
          deviceId: deviceId(),
          kind: 'process',
          at: now(),
        })
    })
    if (options.wall && !isReadOnly) openWall(options.wall)
  }

  /** The session of the start option `--wall`: a board's, for as long as this process tree runs (R07-60). */
  function openWall({ name, token }: StartedWall): void {
    const [first] = people.officeList.page({ limit: 1 }).items
    if (!first) return
    const officeId = repositories.walls.byName(name)?.officeId ?? first.id
    const origin = { actorId: people.ownerOfProcess()?.id ?? deviceId(), officeId, deviceId: deviceId() }
    const userId = write({ command: 'wall.startWall', origin, useCase: () => startWall(people) })
    const session = { userId, officeId, deviceId: deviceId(), kind: 'board', at: now() } as const
    local(() => sessions.insert({ ...session, tokenHash: hashToken(token) }))
  }

  /** What was left behind; nothing of it can be taken out of a damaged store. */
  function tidy(own: string): void {
    sessions.endStale(own, now() - sessionIdleMs)
    sessions.endOfStartedBoards(deviceId())
    files.sweep(now() - fileKeepMs)
    madeFiles.sweep(now() - fileKeepMs)
    attachments.contents.sweep(now(), now() - contentKeepMs)
    jobs.failOpen(now(), processMark)
  }

  const touch = (tokenHash: string) => {
    if (role === 'reader') relay({ type: 'touch', tokenHash })
    else local(() => sessions.touch(tokenHash, now()))
  }
  const resolve = createResolveCaller({ sessions, now, touch })

  function writeAs<Result>(
    caller: Caller,
    command: string,
    reason: string | undefined,
    useCase: (act: Act) => Outcome<Result>,
    entryId?: string,
  ): Result {
    return write({
      ...{ command, origin: originOf(caller), reason, entryId },
      useCase: (at, id) => useCase({ at, caller, entryId: id }),
    })
  }

  function startJob(caller: Caller, kind: string, work: JobWork) {
    const id = JobId.parse(mintId())
    local(() => jobs.insert({ id, kind, userId: caller.userId, at: now(), processMark }))
    announce([{ entity: 'job', id }])
    void runJob(
      {
        id,
        jobs,
        caller,
        startedAt: now(),
        now,
        local,
        announce,
        report: (cause) => log('error', `job ${kind}`, cause),
        commit: (command, reason, useCase) => writeAs(caller, command, reason, useCase),
      },
      work,
    )
    return { jobId: id }
  }

  function contextFor(
    token: string | undefined,
    caller: Caller | undefined,
    actId: string | undefined,
  ): CallContext {
    const nextEntryId = idsOfAct(actId)
    return {
      token,
      get caller() {
        if (!caller) throw domainError(commonErrors, 'SIGN_IN_REQUIRED', {})
        return caller
      },
      write(command, { reason }, useCase) {
        return writeAs(this.caller, command, reason, useCase, nextEntryId())
      },
      writeAs: write,
      local,
      now,
      startJob(kind, work) {
        return startJob(this.caller, kind, work)
      },
    }
  }

  const alerts = createAlerts(store, {
    ...{ people, deviceId, local, now },
    ask: (caller, path, input) => listAs(caller, path, input),
    dateOf: (officeId, at) => localDate(people.offices.get(officeId).zone, at),
    announce: () => announce([{ entity: 'alert' }]),
    report: (cause) => log('error', 'alerts', cause),
  })
  const peopleDeps: PeopleDeps = {
    removeOwned: alerts.removeOf,
    people,
    numbers,
    drawNumber,
    calendars: calendars.calendars,
    categories: agreements.categories,
    skills: skillUse,
    sessions,
    secrets: { hash: hashSecret, isWeak: isWeakPassword },
    deviceId,
  }
  /** The ids of an act's entries; an id that an entry has already is none of a new act. */
  function idsOfAct(actId: string | undefined): () => string | undefined {
    let step = 0
    return () => {
      const id = actId === undefined ? undefined : idAfter(actId, step)
      step += 1
      const isFree = id !== undefined && step <= entriesPerAct && !historyRepository.findEntry(id)
      return isFree ? id : undefined
    }
  }

  const commandsWithin = createWithin((): object => router, local)
  const place: BackupPlace | undefined =
    folder === ''
      ? undefined
      : {
          isDamaged: isReadOnly,
          ...{
            folder,
            now,
            settings: createMachineSettings(folder),
            runTask: options.runTask ?? runTaskHere,
          },
          reopen: () => relay({ type: 'reopen' }),
          suspect,
        }
  const schedule =
    place && role === 'writer' && !isReadOnly
      ? startSchedule({
          place,
          storeSince: () => firstEntryAt(db),
          begin: () => relay({ type: 'backUp' }),
          failed: (error) => log('warn', 'the daily backup was not looked for', error),
        })
      : undefined

  /** Damage was found while running: the store is opened anew, and looked at before anything is written again. */
  function suspect(): void {
    if (folder !== '' && !isReadOnly && noteSuspicion(folder, now())) relay({ type: 'reopen' })
  }

  const openDesk = createOpenDesk({ db, local, beforeCommit, procedures: () => router })
  const attachmentDeps: AttachmentsDeps = {
    ...{ repository: attachments, files },
    owners: createOwners(openDesk({ now, publish: () => undefined }).ask),
    userName: (id) => people.users.find(id)?.displayName,
  }
  const listAs = openDesk({ now, publish: () => undefined }).ask
  const demoDeps = createDemoDeps({ store, peopleDeps, relations, openDesk, deviceId })

  const router = createApplicationRouter({
    repositories,
    areas,
    store,
    settings,
    folder,
    isReadOnly,
    now,
    local,
    write,
    publisher,
    place,
    resolve,
    startJob,
    announce,
    report: (cause) => log('warn', 'a view of a wall could not be read', cause),
    demoDeps,
    attachmentDeps,
    alerts,
    peopleDeps,
    listAs,
    commandsWithin,
  })
  if (isWriting && !isReadOnly && options.demo)
    startDemo(demoDeps, now(), (work) => db.transaction(work).immediate())

  if (isWriting && !isReadOnly) {
    alertWatch = alerts.start()
    clockWatch = startClockWatch({
      sla: areas.slaDeps,
      ...{ now, local, tell: alerts.tellStep },
      write: (officeId, useCase) => {
        const actorId = people.ownerOfProcess()?.id ?? people.company().id
        const origin = { actorId, officeId, deviceId: deviceId() }
        return write({ command: 'sla.fireSteps', origin, useCase })
      },
      announce: () => announce([{ entity: 'alert' }, { entity: 'orderSla' }]),
      report: (cause) => log('error', 'service levels', cause),
    })
    agreementWatch = startAgreementWatch({
      work: areas.agreementWork,
      ...{ now, local, tell: alerts.tellExpiry },
      officeIds: () => people.officeList.page({ limit: 200 }).items.map(({ id }) => id),
      write: (officeId, useCase) => {
        const actorId = people.ownerOfProcess()?.id ?? people.company().id
        const origin = { actorId, officeId, deviceId: deviceId() }
        return write({ command: 'agreements.runRenewals', origin, useCase: (at) => useCase({ at }) })
      },
      announce: () => announce([{ entity: 'alert' }]),
      report: (cause) => log('error', 'agreements', cause),
    })
  }

  const interceptors = [createFence({ role, log, resolve, contextFor, damaged: suspect })]
  // The fence completes the context of each call before any handler sees it; oRPC's types cannot follow that.
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- see above
  const served = (options.checksOutput === false ? withoutOutputChecks(router) : router) as unknown as Router<
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- oRPC's name for a router of any procedures
    any,
    InitialContext
  >

  return {
    router: served,
    interceptors,
    /** Calls in this process, through the same fence as every other door. */
    clientFor(token: string | undefined): Client {
      // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the router implements the contract the client is typed by
      return createRouterClient(served, { context: { token }, interceptors }) as unknown as Client
    },
    /** What another instance has to say. */
    receive(message: RelayMessage): void {
      if (message.type === 'touch') touch(message.tokenHash)
      if (message.type === 'announce') announce(message.events)
      if (message.type === 'backUp' && place)
        startJob(ownerCaller(demoDeps), 'backups.createBackup', (control) =>
          createBackup(place, control, 'daily'),
        )
    },
    /** Looks at what is due now, as the clock of the writer does. */
    lookAtAlerts: () => alertWatch?.look(),
    /** Fires the steps that are passed now, as the clock of the writer does. */
    lookAtClocks: () => clockWatch?.look(),
    /** Renews and tells of ends now, as the clock of the writer does. */
    lookAtAgreements: () => agreementWatch?.look(),
    /** The statement by which rules ask for a date, for tests of its plan. */
    alertRangeSql: alerts.rangeSql,
    /** Indexes the whole store at once, after it was filled by machine. */
    rebuildSearch: () => local(() => searchIndex.rebuild()),
    close(): void {
      stopFilling?.()
      schedule?.stop()
      alertWatch?.stop()
      clockWatch?.stop()
      agreementWatch?.stop()
      // Statements are finalised with the database, which its owner closes.
      madeFiles.close()
    },
  }
}

export type Application = ReturnType<typeof createApplication>
