import type { Act } from '../../db/act'
import { outcome, type Outcome } from '../../db/changeLog'
import { applyPatch } from '../../db/records'
import { boardErrors, type UndoClash } from '../../shared/contract/dispatchBoard'
import { domainError } from '../../shared/contract/domainError'
import { assertReachesActivity } from './access'
import { activitiesOf } from './activityView'
import type { RecentSet, StoredChangeSet, StoredEdit } from './changeSets.repository'
import { written, type BoardDeps, type Rewriting, type Saved } from './saveEdits'

const undoKeptMs = 24 * 3_600_000
const undoKept = 50

/**
 * Takes the caller's latest saved act of the board back: writes what its activities were as a new change set (R07-31).
 *
 * @throws NOTHING_TO_UNDO, UNDO_CONFLICT with who changed which activities when
 */
export function undoSaved(
  deps: BoardDeps,
  act: Act,
  { skipConflicting = false }: { readonly skipConflicting?: boolean | undefined },
): Outcome<Saved> {
  const sets = recentSets(deps, act)
  const at = sets.findIndex(({ isUndone, kind }) => kind !== 'undo' && !isUndone)
  const set = sets[at]
  const later = sets.slice(0, Math.max(at, 0)).filter(({ kind }) => kind === 'edit')
  if (!set || later.length >= undoKept) throw domainError(boardErrors, 'NOTHING_TO_UNDO', {})
  return reversed(deps, act, { set, newer: sets.slice(0, at), kind: 'undo', skipConflicting })
}

/** Does again what the caller's latest undo took back, as long as nothing was saved since (R07-31). @throws as `undoSaved` */
export function redoSaved(
  deps: BoardDeps,
  act: Act,
  { skipConflicting = false }: { readonly skipConflicting?: boolean | undefined },
): Outcome<Saved> {
  const sets = recentSets(deps, act)
  const at = sets.findIndex(({ isUndone, kind }) => kind === 'edit' || (kind === 'undo' && !isUndone))
  const set = sets[at]
  if (set?.kind !== 'undo') throw domainError(boardErrors, 'NOTHING_TO_UNDO', {})
  return reversed(deps, act, { set, newer: sets.slice(0, at), kind: 'redo', skipConflicting })
}

function recentSets({ changeSets }: BoardDeps, { at, caller }: Act): RecentSet[] {
  return changeSets.recentOf(caller.userId, at - undoKeptMs)
}

interface Reversal {
  readonly set: RecentSet
  /** The caller's sets that came after it. */
  readonly newer: readonly RecentSet[]
  readonly kind: 'undo' | 'redo'
  readonly skipConflicting: boolean
}

function reversed(
  deps: BoardDeps,
  act: Act,
  { kind, newer, set: { id }, skipConflicting }: Reversal,
): Outcome<Saved> {
  const { records } = deps.changeSets
  const set = records.get(id)
  const statesOf = broughtBack(records.findMany(newer.map((one) => one.id)))
  const after: Rewriting[] = []
  const clashes: UndoClash[] = []
  for (const edit of set.edits) {
    const held = deps.activities.records.find(edit.activityId)
    const isSame = held !== undefined && isState(statesOf, edit, held.version)
    if (!isSame || held.status === 'closed') {
      clashes.push(clashOf(deps, act, edit, held?.status === 'closed'))
      continue
    }
    assertReachesActivity(act.caller, 'dispatch.plan', held)
    const next = applyPatch(held, edit.before)
    const row = { orderNumber: edit.orderNumber, orderId: held.orderId }
    after.push({ held, row, next, standsFor: edit.from })
  }
  if (clashes.length > 0 && !skipConflicting)
    throw domainError(boardErrors, 'UNDO_CONFLICT', {
      ids: clashes.map(({ activityId }) => activityId),
      activities: clashes,
    })
  const saved = written(deps, act, { kind, after, reversesId: set.id })
  const marked = records.update(set, { ...set, undoneById: act.caller.userId })
  const ids = after.map(({ held }) => held.id)
  return outcome(
    { ...(saved.set ? { changeSetId: saved.set.id } : {}), activities: activitiesOf(deps.view, ids) },
    [...saved.changes, ...marked.changes],
  )
}

/** The versions whose state the caller's own reversals brought back, by activity and version. */
function broughtBack(sets: readonly StoredChangeSet[]): ReadonlyMap<string, number> {
  return new Map(
    sets.flatMap(({ edits }) =>
      edits.flatMap(({ activityId, standsFor, version }) =>
        standsFor === undefined ? [] : [[`${activityId} ${version}`, standsFor] as const],
      ),
    ),
  )
}

/** Whether an activity stands as the edit left it: nobody changed it, or every change was taken back by the caller. */
function isState(
  statesOf: ReadonlyMap<string, number>,
  { activityId, version }: StoredEdit,
  current: number,
): boolean {
  let state: number | undefined = current
  while (state !== undefined && state !== version) state = statesOf.get(`${activityId} ${state}`)
  return state === version
}

function clashOf(deps: BoardDeps, act: Act, edit: StoredEdit, isClosed: boolean): UndoClash {
  const { activityId, number, orderNumber, subject, version } = edit
  const [latest] = deps.changeSets.changersOf(activityId, version)
  return {
    ...{ activityId, number, orderNumber, subject, isClosed },
    userName: deps.view.userName(latest?.actorId ?? act.caller.userId),
    at: latest?.at ?? act.at,
    fields: latest ? [...latest.fields] : [],
  }
}
