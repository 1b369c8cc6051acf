export { createImports, type ImportedAreas } from './createImports'
export { createImportsRouter } from './imports.router'
export { createImportSheets, type ImportSheet } from './sheets/importSheets'
