import type { Caller } from '../../db/act'
import type { UndoState } from '../../shared/contract/history'
import { metaOf } from '../../shared/contract/index'
import { Permission } from '../../shared/contract/permission'
import type { HistoryRepository, StoredEntry } from './history.repository'
import { reversalOf } from './undo.commands'
import type { UndoRepository } from './undo.repository'

const undoCommand = 'history.undoEntry'

/** The command whose effect the entry has: of an undo that of the entry it undid. */
export function effectOf(undo: UndoRepository, { command, seq }: StoredEntry): string {
  return command === undoCommand ? (undo.undoneCommandOf(seq) ?? command) : command
}

/** The right of the undone command; who has it for own records only undoes own entries. */
export function permissionFor(caller: Caller, entry: StoredEntry, command: string): Permission | undefined {
  const permission = Permission.safeParse(metaOf(command.split('.'))?.permission).data
  const reach = permission === undefined ? undefined : caller.permissions.get(permission)
  if (reach === undefined) return undefined
  const isOthers = entry.actorId !== caller.userId
  return isOthers && (reach !== 'all' || permission === 'session.use') ? undefined : permission
}

interface StateDeps {
  readonly history: HistoryRepository
  readonly undo: UndoRepository
}

/** Whether an entry can be taken back by the caller, as far as its command says. */
export function undoStateOf(
  { history, undo }: StateDeps,
  caller: Caller,
  entry: StoredEntry,
): { undo: UndoState; undoneCommand?: string } {
  const command = effectOf(undo, entry)
  const named = command === entry.command ? {} : { undoneCommand: command }
  if (!metaOf(command.split('.'))) return { undo: { state: 'never', reversal: 'programsOwn' }, ...named }
  const reversal = reversalOf(command)
  if (reversal) return { undo: { state: 'never', reversal }, ...named }
  if (!permissionFor(caller, entry, command)) return { undo: { state: 'forbidden' }, ...named }
  return { undo: { state: isUndone({ history, undo }, entry.id) ? 'undone' : 'possible' }, ...named }
}

/** An entry is undone while the last undo of it is not undone itself. */
function isUndone({ history, undo }: StateDeps, entryId: string): boolean {
  const last = undo.lastUndo(entryId)
  return last !== undefined && !isUndone({ history, undo }, last.entryId)
}
