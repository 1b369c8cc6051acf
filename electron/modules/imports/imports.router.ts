import { implementer } from '../../rpc/implementer'
import { assertMapped, checkImport } from './checkImport'
import { assertReady, commitImport } from './commitImport'
import { discardImport } from './discardImport'
import { getImport, targetsOf } from './importView'
import type { ImportsDeps } from './imports.deps'
import { ofImport } from './imports.repository'
import { assertState, mapColumns } from './mapColumns'
import { undoImport } from './undoImport'
import { uploadFile } from './uploadFile'

const { imports } = implementer

export function createImportsRouter(deps: ImportsDeps) {
  const { repository } = deps
  return imports.router({
    getTemplate: imports.getTemplate.handler(({ input }) => ({ targets: targetsOf(deps, input.kind) })),
    uploadFile: imports.uploadFile.handler(({ context, input }) =>
      uploadFile(deps, { at: context.now(), caller: context.caller }, context.local, input),
    ),
    mapColumns: imports.mapColumns.handler(({ context, input }) => mapColumns(deps, context.local, input)),
    checkImport: imports.checkImport.handler(({ context, input }) => {
      const stored = repository.imports.get(input.importId)
      assertState(deps, stored, 'uploaded', 'mapped', 'checked')
      assertMapped(deps, stored)
      return context.startJob('imports.checkImport', (control) => checkImport(deps, control, stored.id))
    }),
    listRows: imports.listRows.handler(({ input }) => {
      repository.imports.get(input.importId)
      return repository.rowList.page(input, ofImport(input.importId))
    }),
    commitImport: imports.commitImport.handler(({ context, input }) => {
      assertReady(deps, input)
      return context.startJob('imports.commitImport', (control) => commitImport(deps, control, input))
    }),
    undoImport: imports.undoImport.handler(({ context, input }) => {
      assertState(deps, repository.imports.expect(input.importId, input.expectedVersion), 'committed')
      return context.startJob('imports.undoImport', (control) => undoImport(deps, control, input))
    }),
    discardImport: imports.discardImport.handler(({ context, input }) =>
      discardImport(deps, context.local, input),
    ),
    listImports: imports.listImports.handler(({ input }) => repository.importList.page(input)),
    getImport: imports.getImport.handler(({ input }) => getImport(deps, input.importId)),
  })
}
