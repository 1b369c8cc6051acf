// Entry of one instance of the data service. Runs unchanged as an Electron utility process and as a worker thread.
import { parentPort, workerData } from 'node:worker_threads'
import { createApplication, type Application } from './context'
import { storeProblem } from './db/dataFolder'
import { keepMark, noteSuspicion, readNotice } from './db/backups/mark'
import { isDamage, openInstead, openStore, type OpenedStore } from './db/backups/openStore'
import { closeDatabase, openDatabase } from './db/database'
import { afterJobs, startCheckpoints, whenIdle } from './db/checkpoint'
import { lockStore, storeFile } from './db/storeLock'
import type { FromService, ServiceOptions, ToService } from './rpc/childMessages'
import { createHandlers, detailText, serve, type Door, type Log } from './rpc/serve'
import { createRunInWorker } from './rpc/runInWorker'
import { STORE_IN_USE, STORE_REFUSED, WRITER_ALONE } from './rpc/supervise'
import { electronWire, workerWire, type ElectronPort, type Wire } from './rpc/wire'
import { rolesByPath } from './shared/contract/index'

interface ElectronParent {
  postMessage(message: FromService): void
  on(event: 'message', listener: (event: { data: ToService; ports: ElectronPort[] }) => void): void
}

/** `process.parentPort` exists in Electron's utility process only, and Node's types do not know it. */
function hasParentPort(holder: object): holder is { parentPort: ElectronParent } {
  return 'parentPort' in holder && holder.parentPort !== undefined && holder.parentPort !== null
}

/** Whoever starts a service gives these; the two are built and shipped together. */
function readOptions(): ServiceOptions {
  const given: unknown = utility ? JSON.parse(process.argv[2] ?? '{}') : workerData
  if (!isOptions(given)) throw new Error('the service was started without its options')
  return given
}

function isOptions(given: unknown): given is ServiceOptions {
  return typeof given === 'object' && given !== null && 'folder' in given && 'role' in given
}

const utility = hasParentPort(process) ? process.parentPort : undefined
const options = readOptions()

function tell(message: FromService): void {
  if (utility) utility.postMessage(message)
  else parentPort?.postMessage(message)
}

const log: Log = (level, message, detail) => {
  const text = detailText(detail)
  tell({ type: 'log', level, message, ...(text === undefined ? {} : { detail: text }) })
}

const exitDelayMs = 50
/** Ends this instance; a utility process needs a moment to hand its last message over. */
function leave(code: number): void {
  if (utility) setTimeout(() => process.exit(code), exitDelayMs)
  else process.exit(code)
}

interface Running {
  connect(door: Door, wire: Wire): void
  relay(message: Parameters<ReturnType<typeof createApplication>['receive']>[0]): void
  stop(): void
}

/** The writer's: keeps beside the store how far it is. */
let keeper: ReturnType<typeof keepMark> | undefined

const writerOptions = { now: Date.now, cacheKb: 32_000 }

function createOver(
  { demo = false, folder, ownerToken, role, wall }: ServiceOptions,
  opened: OpenedStore,
): Application {
  return createApplication({
    ...{ ...opened, role, folder, demo },
    runTask: createRunInWorker(import.meta.dirname),
    announced: () => keeper?.note(),
    now: Date.now,
    checksOutput: process.env['AFTERCARE_CHECKS_OUTPUT'] === '1',
    processMark: String(utility ? process.ppid : process.pid),
    log,
    relay: (message) => tell({ type: 'relay', message }),
    ...(ownerToken === undefined ? {} : { ownerToken }),
    ...(wall === undefined ? {} : { wall }),
  })
}

/** The store as the role opens it; undefined when the writer alone answers, over a damaged store. */
async function openFor({ folder, role }: ServiceOptions): Promise<OpenedStore | undefined> {
  if (role === 'writer') return openStore(folder, writerOptions)
  if (readNotice(folder)?.state === 'readOnly') return undefined
  const isReader = role === 'reader'
  // What a job writes once it does not read again.
  const db = openDatabase(storeFile(folder), { readonly: isReader, cacheKb: isReader ? 32_000 : 8_000 })
  return { db, isReadOnly: false }
}

interface Started extends OpenedStore {
  readonly application: Application
}

/** What can be wrong at most: damage nobody suspected, then a read-only store that is not enough to start with. */
const openings = 3

/** The application over the store; the writer opens a store that shows its damage only now in another way. */
async function startOver(given: ServiceOptions, opened: OpenedStore, opening = 1): Promise<Started> {
  try {
    return { ...opened, application: createOver(given, opened) }
  } catch (error) {
    opened.db.close()
    if (given.role !== 'writer' || opening === openings || !isDamage(error)) throw error
    const isUnsuspected = !opened.isReadOnly && noteSuspicion(given.folder, Date.now())
    const next = isUnsuspected
      ? await openStore(given.folder, writerOptions)
      : await openInstead(given.folder, writerOptions, error.message)
    return startOver(given, next, opening + 1)
  }
}

async function start(given: ServiceOptions): Promise<Running | undefined> {
  const { folder, role } = given
  const unlock = role === 'writer' ? lockStore(folder, utility ? process.ppid : process.pid) : () => undefined
  if (!unlock) {
    leave(STORE_IN_USE)
    return undefined
  }
  const opened = await openFor(given)
  if (!opened) {
    leave(WRITER_ALONE)
    return undefined
  }
  const { application, db, isReadOnly } = await startOver(given, opened)
  const handlers = createHandlers(application)
  keeper = role === 'writer' && !isReadOnly ? keepMark(db, folder) : undefined
  const checkpoints =
    role === 'reader' || isReadOnly
      ? undefined
      : startCheckpoints(db, role === 'writer' ? whenIdle : afterJobs)
  return {
    connect: (door, wire) => serve(handlers[door], wire, log, () => checkpoints?.touch()),
    relay: (message) => {
      checkpoints?.touch()
      application.receive(message)
    },
    stop: () => {
      checkpoints?.stop()
      application.close()
      keeper?.note()
      closeDatabase(db)
      keeper?.close()
      unlock()
    },
  }
}

function obey(running: Running, message: ToService, electronPort: ElectronPort | undefined): void {
  switch (message.type) {
    case 'connect':
      if (electronPort) running.connect(message.door, electronWire(electronPort))
      else if (message.port) running.connect(message.door, workerWire(message.port))
      return
    case 'relay':
      running.relay(message.message)
      return
    case 'stop':
      running.stop()
      process.exit(0)
  }
}

try {
  const running = await start(options)
  if (running) {
    utility?.on('message', ({ data, ports }) => obey(running, data, ports[0]))
    parentPort?.on('message', (message: ToService) => obey(running, message, undefined))
    tell({ type: 'ready', ...(options.role === 'writer' ? { roles: rolesByPath() } : {}) })
  }
} catch (error) {
  const problem = storeProblem(error, options.folder)
  if (problem === undefined) throw error
  tell({ type: 'refused', problem })
  leave(STORE_REFUSED)
}
