export { createImports, type ImportedAreas } from './createImports'
export { createImportsRouter } from './imports.router'
