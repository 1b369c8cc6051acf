import { isDeepStrictEqual } from 'node:util'
import type { EntityChange } from '../../db/changeLog'
import type { PartsOf } from '../../db/parts'
import type { LoadedAgreement } from './agreementAccess'
import type { AgreementWorkDeps } from './agreementDeps'
import { withDerivedDates } from './completeAgreement'

interface Part {
  readonly id: string
}

/** Absent and undefined are the same in the store. */
function plain(record: object): object {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))
}

function differs(before: object, after: object): boolean {
  return !isDeepStrictEqual(plain(before), plain(after))
}

/** Writes what differs between parts as loaded and as they shall be; what is missing afterwards is removed. */
function partChanges<P extends Part>(
  { insert, remove, update }: PartsOf<P>,
  before: readonly P[],
  after: readonly P[],
): ((version: number) => EntityChange)[] {
  const held = new Map(before.map((part) => [part.id, part]))
  const kept = new Set(after.map(({ id }) => id))
  return [
    ...before.filter(({ id }) => !kept.has(id)).map((part) => (version: number) => remove(part, version)),
    ...after.flatMap((part) => {
      const old = held.get(part.id)
      if (!old) return [(version: number) => insert(part, version)]
      return differs(old, part) ? [(version: number) => update(old, part, version)] : []
    }),
  ]
}

/**
 * Writes what differs between an agreement as loaded and as it shall be. The head gets the next version whatever
 * changed, because its lines and relations share it. Without any difference nothing is written.
 */
export function saveAgreement(
  { agreements, parts }: Pick<AgreementWorkDeps, 'agreements' | 'parts'>,
  before: LoadedAgreement,
  after: LoadedAgreement,
): EntityChange[] {
  const next = withDerivedDates(after.agreement)
  // Lines go before what they name, and come after it.
  const gone = new Set(after.lines.map(({ id }) => id))
  const staying = before.lines.filter(({ id }) => gone.has(id))
  const writes = [
    ...partChanges(parts.lines, before.lines, staying),
    ...partChanges(parts.objects, before.objects, after.objects),
    ...partChanges(parts.tasks, before.tasks, after.tasks),
    ...partChanges(parts.lines, staying, after.lines),
  ]
  if (writes.length === 0 && !differs(before.agreement, next)) return []
  const { agreement, change } = agreements.overwrite(before.agreement, next)
  return [change, ...writes.map((write) => write(agreement.version))]
}

/** Writes a new agreement with its parts. */
export function insertAgreement(
  { agreements, parts }: Pick<AgreementWorkDeps, 'agreements' | 'parts'>,
  { agreement, lines, objects, tasks }: LoadedAgreement,
): [EntityChange, ...EntityChange[]] {
  const { version } = agreement
  return [
    agreements.records.insert(withDerivedDates(agreement)),
    ...objects.map((relation) => parts.objects.insert(relation, version)),
    ...tasks.map((relation) => parts.tasks.insert(relation, version)),
    ...lines.map((line) => parts.lines.insert(line, version)),
  ]
}
