import { implementer } from '../../rpc/implementer'
import type { FilesRepository } from './files.repository'
import { getChunk, putChunk, type FileSource } from './putChunk'

const { files } = implementer

export function createFilesRouter(repository: FilesRepository, sources: readonly FileSource[]) {
  return files.router({
    putChunk: files.putChunk.handler(({ context, input }) =>
      context.local(() => putChunk(repository, context.caller, context.now(), input)),
    ),
    getChunk: files.getChunk.handler(({ context, input }) =>
      getChunk(repository, sources, context.caller, input),
    ),
  })
}
