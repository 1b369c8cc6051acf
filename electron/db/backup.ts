import { existsSync } from 'node:fs'
import { lastEntry } from './backups/contents'
import { BackupError } from './backups/errors'
import { verifyChain, verifyChainSteps, type ChainPart, type ChainVerdict } from './changeLog'
import type { Db } from './database'

/** What a check of a store found; `problems` is empty for a sound one. */
export interface StoreVerdict {
  readonly isSound: boolean
  /** Entries of the change log that were walked. */
  readonly entries: number
  readonly problems: readonly string[]
}

/**
 * Walks the chain of the change log and lets SQLite check the file and its references. Needs a read only; the first
 * bad entry is named (R12-26).
 */
export function verifyStore(db: Db): StoreVerdict {
  const problems = [...integrityProblems(db), ...referenceProblems(db)]
  const chain = verifyChain(db)
  if (!chain.ok) problems.push(chainProblem(chain))
  return {
    isSound: problems.length === 0,
    entries: chain.ok ? chain.count : chain.badSeq - 1,
    problems,
  }
}

/** What SQLite finds wrong in the file itself. */
export function integrityProblems(db: Db): string[] {
  const lines = db.prepare<[], string>('PRAGMA integrity_check(20)').pluck().all()
  return lines.filter((line) => line !== 'ok')
}

/** What the chain of the change log says, or a part of it; told how far it is walked. */
export function chainProblems(
  db: Db,
  part: ChainPart = { after: 0, until: lastEntry(db)?.seq ?? 0 },
  onShare: (share: number) => void = () => undefined,
): string[] {
  const steps = verifyChainSteps(db, part)
  for (;;) {
    const step = steps.next()
    if (!step.done) onShare((step.value - part.after) / (part.until - part.after))
    else return step.value.ok ? [] : [chainProblem(step.value)]
  }
}

/** What a check finds; damage that stops it (pages that cannot be read, fields that are no JSON) is a finding too. */
export function asProblems(check: () => readonly string[]): readonly string[] {
  try {
    return check()
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}

/** References to what is not there. */
export function referenceProblems(db: Db): string[] {
  const broken = db.pragma('foreign_key_check') as { table: string; rowid: number; parent: string }[] // its columns
  return broken
    .slice(0, 20)
    .map(
      ({ parent, rowid, table }) => `${table} row ${String(rowid)} refers to a ${parent} that is not there`,
    )
}

function chainProblem({ badSeq, kind }: Extract<ChainVerdict, { ok: false }>): string {
  return `change log entry ${String(badSeq)}: ${kind}`
}

/** Writes a consistent copy of the store to a file that is not there yet, also beside a running program. */
export function backUp(db: Db, file: string): void {
  if (existsSync(file)) throw new BackupError('FILE_EXISTS', `There is a file of this name already: ${file}`)
  db.prepare('VACUUM INTO ?').run(file)
}
