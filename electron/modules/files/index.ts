export { createFilesRepository, type FilesRepository } from './files.repository'
export { createFilesRouter } from './files.router'
export { createMadeFiles, type MadeFiles } from './madeFiles'
export { keepFile, type SmallFile } from './keepFile'
