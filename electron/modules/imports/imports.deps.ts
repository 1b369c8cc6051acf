import type { z } from 'zod'
import type { EntityChange } from '../../db/changeLog'
import type { Stored } from '../../db/entityTable'
import type { Parts } from '../../db/parts'
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

/** Records whose parts share their version: how an undo writes them. */
export interface PartsOwner {
  overwrite(before: Stored, after: Stored): EntityChange
  /** Derives anew what the parts say of their records. */
  settle(ids: Iterable<string>): void
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
  /** Parts of records that may be there before an import, by entity. */
  readonly parts: ReadonlyMap<string, Parts>
  /** The records they belong to, by entity. */
  readonly owners: ReadonlyMap<string, PartsOwner>
  /** Imports that a job of this process works on. */
  readonly busy: Set<string>
}
