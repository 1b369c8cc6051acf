import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Act } from '../../db/act'
import type { WriteLocal } from '../../db/unitOfWork'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import { importsErrors, type ImportDetail } from '../../shared/contract/imports'
import { detailOf } from './importView'
import type { ImportsDeps, ImportsInput } from './imports.deps'
import type { StoredImport } from './imports.repository'
import { adoptMapping, columnNames, normalName, proposeMapping, unmappedTargets } from './mapping.rules'
import { openTable } from './openTable'
import { sizeLimit } from './table'

type Input = ImportsInput<'uploadFile'>

const sampleRows = 20
const sampleText = 500

/**
 * Takes a file: reads it once in short steps, refuses what has no proper form, and keeps its content. With the columns
 * of a known file it is mapped at once (R01-15, R01-16).
 *
 * @throws FILE_ALREADY_IMPORTED unless accepted, COLUMN_COUNT, ENCODING_UNKNOWN, FILE_EMPTY, FILE_UNREADABLE,
 * SHEET_UNKNOWN, TOO_MANY, ID_TAKEN, NOT_FOUND for a file that another user put
 */
export async function uploadFile(
  deps: ImportsDeps,
  { at, caller }: Act,
  local: WriteLocal,
  input: Input,
): Promise<ImportDetail> {
  const { repository } = deps
  const parts = partsOf(deps, caller.userId, input)
  const { sha256, size } = await measure(parts)
  const repeated = repository.imports.find(input.id)
  if (repeated) {
    if (repeated.sha256 !== sha256 || repeated.kind !== input.kind)
      throw domainError(commonErrors, 'ID_TAKEN', { entity: 'import', id: input.id })
    return detailOf(deps, repeated)
  }
  const isRepeat = repository.isCommitted(sha256, input.kind)
  if (isRepeat && !input.acceptAgain)
    throw domainError(importsErrors, 'FILE_ALREADY_IMPORTED', { field: 'content' })

  const { header, sample, rowCount } = await readOnce(parts, input)
  const columns = columnNames(header)
  const { targets } = deps.kinds[input.kind]
  const saved = repository.savedMapping(input.kind, columns.map(normalName))
  const mapped = saved ? adoptMapping(saved, columns) : proposeMapping(targets, columns)
  const stored: StoredImport = {
    id: input.id,
    version: 1,
    kind: input.kind,
    state: unmappedTargets(targets, mapped).length === 0 ? 'mapped' : 'uploaded',
    fileName: input.fileName,
    sha256,
    size,
    ...(input.encoding === undefined ? {} : { encoding: input.encoding }),
    ...(input.sheet === undefined ? {} : { sheet: input.sheet }),
    rowCount,
    columns,
    sample,
    ...mapped,
    emptyClears: false,
    keepRepairableOpen: false,
    notices: isRepeat ? ['FILE_ALREADY_IMPORTED'] : [],
    uploadedById: caller.userId,
    uploadedAt: at,
  }
  local(() => {
    repository.imports.insert(stored)
    let part = 0
    for (const bytes of parts()) part = repository.saveContent(input.id, bytes, part)
  })
  return detailOf(deps, stored)
}

function partsOf(
  { files }: ImportsDeps,
  userId: string,
  { content, fileId }: Input,
): () => Iterable<Uint8Array> {
  if (fileId !== undefined) return () => files.parts(fileId, userId)
  if (content === undefined) throw domainError(commonErrors, 'REQUIRED', { fields: ['content'] })
  const bytes = Buffer.from(content, 'base64')
  // By length: a pattern over megabytes would stop the thread.
  const padding = content.endsWith('==') ? 2 : content.endsWith('=') ? 1 : 0
  if (bytes.length !== (content.length * 3) / 4 - padding) throw invalid('content', 'base64')
  return () => [bytes]
}

function invalid(field: string, message: string): Error {
  return domainError(commonErrors, 'INVALID_INPUT', { issues: [{ path: [field], message }] })
}

async function measure(parts: () => Iterable<Uint8Array>): Promise<{ sha256: string; size: number }> {
  const hash = createHash('sha256')
  let size = 0
  for (const bytes of parts()) {
    hash.update(bytes)
    size += bytes.length
    if (size > sizeLimit) throw domainError(importsErrors, 'TOO_MANY', { field: 'content', limit: sizeLimit })
    await nextTurn()
  }
  if (size === 0) throw domainError(importsErrors, 'FILE_EMPTY', { field: 'content' })
  return { sha256: hash.digest('hex'), size }
}

async function readOnce(parts: () => Iterable<Uint8Array>, { encoding = 'utf8', sheet }: Input) {
  let header: readonly string[] = []
  const sample: string[][] = []
  let rowCount = 0
  for await (const step of openTable({ parts, encoding, sheet })) {
    header = step.header
    rowCount += step.rows.length
    for (const { cells } of step.rows.slice(0, sampleRows - sample.length))
      sample.push(cells.map((cell) => cell.slice(0, sampleText)))
    await nextTurn()
  }
  return { header, sample, rowCount }
}
