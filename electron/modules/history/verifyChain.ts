import type { JobControl } from '../../db/act'
import type { ChainVerdict } from '../../db/changeLog'
import type { ChainReport } from '../../shared/contract/history'
import type { HistoryRepository } from './history.repository'

/** Walks the chain step by step as a job (R12-26); a printed hash that no entry has says that the log was cut. */
export function* verifyChain(
  history: HistoryRepository,
  steps: Generator<number, ChainVerdict>,
  control: Pick<JobControl, 'progress'>,
  lastHash: string | undefined,
): Generator<void, ChainReport> {
  const total = history.countEntries()
  for (;;) {
    const step = steps.next()
    if (step.done) return reportOf(history, step.value, lastHash)
    control.progress(step.value, total)
    yield
  }
}

function reportOf(
  history: HistoryRepository,
  verdict: ChainVerdict,
  lastHash: string | undefined,
): ChainReport {
  if (!verdict.ok) {
    const { badSeq, kind } = verdict
    return { ok: false, count: badSeq - 1, lastHash: '', badSeq, kind }
  }
  if (lastHash !== undefined && history.seqOfHash(lastHash) === undefined)
    return { ...verdict, ok: false, badSeq: verdict.count + 1, kind: 'HASH_MISMATCH' }
  return verdict
}
