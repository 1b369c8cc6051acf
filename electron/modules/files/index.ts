export { createFilesRepository, type FilesRepository } from './files.repository'
export { createFilesRouter } from './files.router'
