import type { z } from 'zod'
import type { Stored } from '../../db/entityTable'
import type { Records } from '../../db/records'
import type { ImportKind, importsContract } from '../../shared/contract/imports'
import type { DrawNumber } from '../numbers/index'
import type { PeopleRepository } from '../people/index'
import type { ImportsRepository } from './imports.repository'
import type { KindSpec } from './kinds/kind'
import type { UndoRepository } from './undo.repository'

export type ImportsInput<Name extends keyof typeof importsContract> = z.output<
  NonNullable<(typeof importsContract)[Name]['~orpc']['inputSchema']>
>

/** Files that came in pieces (`files.putChunk`). */
export interface FileContent {
  /** The bytes of the user's own file in order; throws NOT_FOUND. */
  parts(fileId: string, userId: string): Iterable<Uint8Array>
}

export interface ImportsDeps {
  readonly repository: ImportsRepository
  readonly undo: UndoRepository
  readonly files: FileContent
  readonly people: Pick<PeopleRepository, 'offices' | 'company'>
  readonly drawNumber: DrawNumber
  readonly kinds: Readonly<Record<ImportKind, KindSpec>>
  /** The records that imports write, by entity. */
  readonly records: ReadonlyMap<string, Records<Stored>>
  /** Imports that a job of this process works on. */
  readonly busy: Set<string>
}
