import type { Act, Caller, JobWork } from '../db/act'
import type { Outcome } from '../db/changeLog'
import type { Write, WriteLocal } from '../db/unitOfWork'
import type { JobStarted } from '../shared/contract/jobs'

/** What every call brings to its handler. */
export interface CallContext {
  readonly token?: string | undefined
  /** Throws SIGN_IN_REQUIRED where nobody is signed in. */
  readonly caller: Caller
  /** One use case as the caller, in one transaction with one log entry. */
  write<Result>(
    command: string,
    input: { readonly reason?: string | undefined },
    useCase: (act: Act) => Outcome<Result>,
  ): Result
  /** The same before anyone is signed in (first run). */
  readonly writeAs: Write
  readonly local: WriteLocal
  readonly now: () => number
  startJob(kind: string, work: JobWork): JobStarted
}
