import { implementer } from '../../rpc/implementer'
import type { FilesRepository } from './files.repository'
import type { MadeFiles } from './madeFiles'
import { getChunk, putChunk } from './putChunk'

const { files } = implementer

export function createFilesRouter(repository: FilesRepository, made: MadeFiles) {
  return files.router({
    putChunk: files.putChunk.handler(({ context, input }) =>
      context.local(() => putChunk(repository, context.caller, context.now(), input)),
    ),
    getChunk: files.getChunk.handler(({ context, input }) =>
      getChunk(repository, made, context.caller, input),
    ),
  })
}
