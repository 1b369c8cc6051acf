// npm run cli -- import <kind> <file> | backup <file> | restore <file> | verify | reset-password <login>
import { ORPCError } from '@orpc/client'
import { randomInt } from 'node:crypto'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { backUp, verifyStore } from './db/backup'
import { BackupError } from './db/backups/errors'
import { createMachineSettings } from './db/backups/machineSettings'
import { restoreFile, verifyFile } from './db/backups/restoreFile'
import { keyOf, type BackupKey } from './db/backups/seal'
import { readItem } from './db/backups/shelf'
import { codeOf, FolderError, prepareFolder, storeProblem } from './db/dataFolder'
import { closeDatabase, openDatabase, type Db } from './db/database'
import { storeFile } from './db/storeLock'
import { importFile } from './rpc/importFile'
import { openInProcess, StoreInUseError, withLock, type InProcess } from './rpc/openInProcess'
import { detailText, type Log } from './rpc/serve'
import { ImportEncoding, ImportKind } from './shared/contract/imports'

const exitCodes = { done: 0, refused: 1, wrongUse: 2, storeInUse: 3 } as const

const usage = `Usage: npm run cli -- <command> [--data <folder>] [--json]
  import <kind> <file>     read a CSV or XLSX file, all rows or none; --encoding windows1252 for an old CSV
                           kinds: ${ImportKind.options.join(', ')}
  backup <file>            write a consistent copy of the store
  restore <file>           put a backup in the store's place; its passphrase, if it wants one, on standard input
  verify [file]            check the store and its change log, or restore a backup aside and check that
  reset-password <login>   set a new password; asked for on standard input, made when none is given`

/** The command line itself is wrong. */
class UsageError extends Error {}
/** The command cannot be carried out; one line for people. */
class RefusedError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}

interface Answer {
  /** For programs (`--json`). */
  readonly data: Readonly<Record<string, unknown>>
  /** For people. */
  readonly text: string
  readonly isRefused?: boolean
}

const stderr = (line: string) => process.stderr.write(`${line}\n`)
const log: Log = (level, message, detail) => {
  if (level !== 'info') stderr([level, message, detailText(detail) ?? ''].join(' ').trimEnd())
}

function readonlyStore<Result>(folder: string, work: (db: Db) => Result): Result {
  const file = storeFile(folder)
  if (!existsSync(file)) throw new RefusedError('NO_STORE', `There is no store in ${folder}`)
  const db = openDatabase(file, { readonly: true })
  try {
    return work(db)
  } finally {
    closeDatabase(db)
  }
}

async function withApplication(folder: string, work: (app: InProcess) => Promise<Answer>): Promise<Answer> {
  const app = openInProcess(folder, log)
  try {
    return await work(app)
  } finally {
    app.close()
  }
}

function verify(folder: string): Answer {
  const { isSound, entries, problems } = readonlyStore(folder, verifyStore)
  const text = isSound ? `The store is sound: ${String(entries)} entries.` : problems.join('\n')
  return { data: { ok: isSound, entries, problems }, text, isRefused: !isSound }
}

function backup(folder: string, given: string): Answer {
  const file = resolve(given)
  readonlyStore(folder, (db) => backUp(db, file))
  return { data: { file }, text: `Written: ${file}` }
}

/** The keys that this machine knows, and the one that the passphrase on standard input makes. */
async function keysFor(folder: string, file: string): Promise<BackupKey[]> {
  const { keys } = createMachineSettings(folder).read()
  const salt = (await readItem(file))?.salt
  if (salt === undefined || keys.some((key) => key.salt === salt)) return keys
  const passphrase = await readLine('Passphrase of the backup:')
  return passphrase === undefined ? keys : [keyOf(passphrase, salt)]
}

async function restoreBackup(folder: string, given: string): Promise<Answer> {
  const file = resolve(given)
  const keys = await keysFor(folder, file)
  const replaced = await withLock(folder, () => restoreFile(folder, { file, keys, at: Date.now() }))
  const kept = replaced === undefined ? '' : ` The replaced store is kept: ${replaced}`
  return { data: { file, replaced }, text: `Restored: ${file}.${kept}` }
}

async function verifyBackup(folder: string, given: string): Promise<Answer> {
  const file = resolve(given)
  const { contents, problems } = await verifyFile(folder, { file, keys: await keysFor(folder, file) })
  const text = problems.length === 0 ? `The backup is sound: ${file}` : problems.join('\n')
  return { data: { ok: problems.length === 0, problems, contents }, text, isRefused: problems.length > 0 }
}

async function importOne(
  { client }: InProcess,
  given: readonly [ImportKind, string],
  encoding?: ImportEncoding,
): Promise<Answer> {
  const [kind, file] = given
  const { importId, counts, notices } = await importFile(client, kind, file, encoding)
  const warnings = [
    ...notices,
    ...Object.entries(counts.codes).map(([code, count]) => `${code} ${String(count)}`),
  ]
  const text = `${file}: ${String(counts.rows)} rows, ${String(counts.new)} new, ${String(counts.update)} changed, ${String(counts.same)} the same, ${String(counts.skip)} skipped`
  return {
    data: { kind, file, importId, counts, notices },
    text: warnings.length === 0 ? text : `${text}; warnings: ${warnings.join(', ')}`,
  }
}

async function resetPassword({ client }: InProcess, login: string): Promise<Answer> {
  const typed = await readLine('New password (empty: one is made):')
  const password = typed ?? makePassword()
  const found = await client.people.listUsers({ filter: { login }, limit: 200 })
  const user = found.items.find((item) => item.login.toLowerCase() === login.toLowerCase())
  if (!user) throw new RefusedError('NOT_FOUND', `There is no user ${login}`)
  await client.people.resetPassword({ userId: user.id, expectedVersion: user.version, password })
  return {
    data: { login: user.login, ...(typed === undefined ? { password } : {}) },
    text:
      typed === undefined
        ? `New password of ${user.login}: ${password}`
        : `The password of ${user.login} is set.`,
  }
}

/** The first line of standard input; undefined when nothing stands there. */
async function readLine(question: string): Promise<string | undefined> {
  if (process.stdin.isTTY) stderr(question)
  for await (const line of createInterface({ input: process.stdin })) return line === '' ? undefined : line
  return undefined
}

const letters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const madeLength = 16

function makePassword(): string {
  return Array.from({ length: madeLength }, () => letters[randomInt(letters.length)]).join('')
}

interface Given {
  readonly folder: string
  readonly command: string
  readonly args: readonly string[]
  readonly encoding: ImportEncoding | undefined
}

async function run({ folder, command, args, encoding }: Given): Promise<Answer> {
  const [first, second, ...rest] = args
  const count = rest.length > 0 ? 3 : second !== undefined ? 2 : first !== undefined ? 1 : 0
  if (command === 'verify' && count === 0) return verify(folder)
  if (command === 'import' && first !== undefined && second !== undefined && count === 2) {
    const kind = ImportKind.safeParse(first)
    if (!kind.success) throw new UsageError(`Unknown kind ${first}; known: ${ImportKind.options.join(', ')}`)
    const file = resolve(second)
    if (!existsSync(file)) throw new RefusedError('NOT_FOUND', `There is no file ${file}`)
    return withApplication(folder, (app) => importOne(app, [kind.data, file], encoding))
  }
  if (first !== undefined && count === 1) {
    if (command === 'verify') return verifyBackup(folder, first)
    if (command === 'backup') return backup(folder, first)
    if (command === 'restore') return restoreBackup(folder, first)
    if (command === 'reset-password') return withApplication(folder, (app) => resetPassword(app, first))
  }
  throw new UsageError(usage)
}

function readEncoding(given: string | undefined): ImportEncoding | undefined {
  if (given === undefined) return undefined
  const encoding = ImportEncoding.safeParse(given)
  if (encoding.success) return encoding.data
  throw new UsageError(`Unknown encoding ${given}; known: ${ImportEncoding.options.join(', ')}`)
}

interface Refusal {
  readonly exitCode: number
  readonly code: string
  readonly message: string
  readonly data?: unknown
}

function refusalOf(error: unknown, folder: string): Refusal | undefined {
  if (error instanceof UsageError || codeOf(error)?.startsWith('ERR_PARSE_ARGS'))
    return { exitCode: exitCodes.wrongUse, code: 'USAGE', message: messageOf(error) }
  if (error instanceof StoreInUseError)
    return { exitCode: exitCodes.storeInUse, code: 'STORE_IN_USE', message: error.message }
  if (error instanceof RefusedError || error instanceof BackupError)
    return { exitCode: exitCodes.refused, code: error.code, message: error.message }
  if (error instanceof ORPCError && error.defined)
    return { exitCode: exitCodes.refused, code: String(error.code), message: error.message, data: error.data }
  const problem = storeProblem(error, folder)
  if (problem === undefined) return undefined
  const code = error instanceof FolderError ? 'FOLDER' : (codeOf(error) ?? 'REFUSED')
  return { exitCode: exitCodes.refused, code, message: problem }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

let isJson = process.argv.includes('--json')
let folder = ''
try {
  const { values, positionals } = parseArgs({
    options: {
      data: { type: 'string' },
      json: { type: 'boolean', default: false },
      encoding: { type: 'string' },
    },
    allowPositionals: true,
  })
  isJson = values.json
  const [command, ...args] = positionals
  if (command === undefined) throw new UsageError(usage)
  folder = prepareFolder(values.data)
  const {
    data,
    text,
    isRefused = false,
  } = await run({ folder, command, args, encoding: readEncoding(values.encoding) })
  process.stdout.write(`${isJson ? JSON.stringify(data) : text}\n`)
  process.exitCode = isRefused ? exitCodes.refused : exitCodes.done
} catch (error) {
  const refusal = refusalOf(error, folder)
  if (!refusal) throw error
  const { exitCode, ...said } = refusal
  if (isJson) process.stdout.write(`${JSON.stringify({ error: said })}\n`)
  else stderr(said.data === undefined ? said.message : `${said.message} ${JSON.stringify(said.data)}`)
  process.exitCode = exitCode
}
