import type { Act, Caller } from '../../db/act'
import type { EntityChange } from '../../db/changeLog'
import type { Failure } from '../../shared/contract/domainError'
import type {
  AgreementLinePatch,
  AgreementPatch,
  NewAgreementLine,
} from '../../shared/contract/serviceAgreements'
import { assertReachesAgreement, readAgreement, type LoadedAgreement } from './agreementAccess'
import type { AgreementInput, AgreementWorkDeps } from './agreementDeps'
import type {
  StoredAgreementLine,
  StoredAgreementObject,
  StoredAgreementTask,
} from './agreementParts.repository'
import { changedAgreementLine, lineWork } from './changeAgreementLine'
import { withDerivedDates } from './completeAgreement'
import { completeAgreementLine, newLineDraft } from './completeAgreementLine'
import { newAgreement, numberOf } from './createAgreement'
import { objectFailures, taskFailures } from './relation.checks'
import { insertAgreement, saveAgreement } from './saveAgreement'
import type { StoredAgreement } from './serviceAgreements.repository'
import { changedAgreement } from './updateAgreement'

/** A head that the commit of a file writes, as the check has completed it. */
export interface AgreementToWrite {
  readonly agreement: StoredAgreement
  /** The version it replaces; empty: a new agreement. */
  readonly beforeVersion?: number | undefined
}

/** Lines of one agreement that the commit of a file writes, with the relations that they bring along. */
export interface AgreementLinesToWrite {
  readonly agreementId: string
  readonly beforeVersion: number
  readonly lines: readonly StoredAgreementLine[]
  readonly objects: readonly StoredAgreementObject[]
  readonly tasks: readonly StoredAgreementTask[]
}

interface Completed<Record> {
  readonly record: Record
  readonly failures: readonly Failure[]
}

/** Agreements and their lines as files (R01-26): the rules of their own commands, row by row. */
export function createAgreementExchange(deps: AgreementWorkDeps) {
  const { agreements } = deps
  return {
    /** The agreement of an external number, else the one that this store gave the number. */
    find(number: string): LoadedAgreement | undefined {
      const found = agreements.findByExternalKey(number) ?? agreements.records.where('number', number)[0]
      return found && readAgreement(deps, found.id)
    },
    /** Throws FORBIDDEN and NOT_FOUND. */
    newHead(
      act: Act,
      number: string,
      input: Omit<
        AgreementInput<'createAgreement'>,
        'lines' | 'objectRelations' | 'taskRelations' | 'reason'
      >,
    ): Completed<StoredAgreement> {
      const { agreement, failures } = newAgreement(deps, act, input)
      return { record: { ...agreement, externalKey: number }, failures }
    },
    /** Throws FORBIDDEN and NOT_FOUND. */
    changedHead(act: Act, held: StoredAgreement, patch: AgreementPatch): Completed<StoredAgreement> {
      assertReachesAgreement(deps, act.caller, 'agreements.write', held)
      const { agreement, failures } = changedAgreement(deps, act.at, held, patch)
      return { record: agreement, failures }
    },
    /** Throws FORBIDDEN, NOT_FOUND and INVALID_INPUT. */
    newLine(
      act: Act,
      loaded: LoadedAgreement,
      given: NewAgreementLine,
      lineNo: number,
    ): Completed<StoredAgreementLine> {
      assertReachesAgreement(deps, act.caller, 'agreements.write', loaded.agreement)
      const work = lineWork(deps, act, loaded)
      const { failures, line } = completeAgreementLine(work, newLineDraft(work, given, lineNo))
      return { record: line, failures }
    },
    /** Throws FORBIDDEN, NOT_FOUND and INVALID_INPUT. */
    changedLine(
      act: Act,
      loaded: LoadedAgreement,
      held: StoredAgreementLine,
      patch: AgreementLinePatch,
    ): Completed<StoredAgreementLine> {
      assertReachesAgreement(deps, act.caller, 'agreements.write', loaded.agreement)
      const { failures, line } = changedAgreementLine(lineWork(deps, act, loaded), held, patch)
      return { record: line, failures }
    },
    objectFailures: (loaded: LoadedAgreement, relation: StoredAgreementObject) =>
      objectFailures(deps, loaded.agreement, loaded.objects, relation),
    taskFailures: (loaded: LoadedAgreement, relation: StoredAgreementTask) =>
      taskFailures(deps, loaded.tasks, relation),
    /** Writes a head as the check completed it; throws CONFLICT where it was overtaken. */
    writeHead(act: Act, { agreement, beforeVersion }: AgreementToWrite): EntityChange[] {
      if (beforeVersion === undefined) {
        const number = numberOf(deps, act, agreement)
        return insertAgreement(deps, {
          agreement: { ...agreement, number },
          lines: [],
          objects: [],
          tasks: [],
        })
      }
      agreements.records.expect(agreement.id, beforeVersion)
      const before = readAgreement(deps, agreement.id)
      return saveAgreement(deps, before, { ...before, agreement })
    },
    /** Writes lines as the check completed them; throws CONFLICT where the agreement was overtaken. */
    writeLines({ agreementId, beforeVersion, lines, objects, tasks }: AgreementLinesToWrite): EntityChange[] {
      agreements.records.expect(agreementId, beforeVersion)
      const before = readAgreement(deps, agreementId)
      const written = new Map(lines.map((line) => [line.id, line]))
      const kept = before.lines.map((line) => written.get(line.id) ?? line)
      const added = lines.filter(({ id }) => !before.lines.some((line) => line.id === id))
      return saveAgreement(deps, before, {
        ...before,
        lines: [...kept, ...added],
        ...{ objects: [...before.objects, ...objects], tasks: [...before.tasks, ...tasks] },
      })
    },
    /** Writes the head with the next version, which its lines share. */
    overwrite: (before: StoredAgreement, after: StoredAgreement) =>
      agreements.overwrite(before, withDerivedDates(after)).change,
    /** An agreement with all that files say of it; throws FORBIDDEN where the caller may not read it. */
    read(caller: Caller, agreementId: string): LoadedAgreement {
      const loaded = readAgreement(deps, agreementId)
      assertReachesAgreement(deps, caller, 'agreements.read', loaded.agreement)
      return loaded
    },
  }
}
export type AgreementExchange = ReturnType<typeof createAgreementExchange>
