import type { Act, Caller } from '../../db/act'
import type { EntityChange } from '../../db/changeLog'
import type { Store } from '../../db/records'
import type { HistoryRepository } from './history.repository'
import type { Fields, Plan, Step } from './undo.plan'
import type { UndoRepository } from './undo.repository'

/** What a module says of its records when an undo writes them; where nothing is said, its own commands are asked. */
export interface RestoreRules {
  /** Throws FORBIDDEN for a record the caller may not change with this right. */
  assertReach?(act: Act, record: Fields, permission: string): void
  /** Throws the code of a rule that the record as it will be breaks. */
  check?(act: Act, step: Step, plan: Plan): void
  /** The record with its derived values. */
  complete?(act: Act, record: Fields, plan: Plan): Fields
  /** Writes a change of the record whatever differs; it has a version that its parts share. */
  overwrite?(before: Fields, after: Fields): EntityChange
  /** What is to be done once all is written. */
  finish?(act: Act, step: Step): void
}

/** Runs a command of a module inside the undo: its changes become part of the undo's entry. */
export interface OwnCommands {
  /** False when the command does not take this input. */
  run(path: readonly [capability: string, name: string], input: object): boolean
  /** What the commands wrote since last asked. */
  taken(): EntityChange[]
}

export interface UndoDeps {
  readonly store: Store
  readonly history: HistoryRepository
  readonly undo: UndoRepository
  readonly rules: Readonly<Record<string, RestoreRules>>
  readonly commandsWithin: (caller: Caller, at: number) => OwnCommands
  readonly userName: (id: string) => string | undefined
  readonly seesAllOffices: (caller: Caller) => boolean
}
