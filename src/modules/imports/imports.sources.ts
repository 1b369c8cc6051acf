import { contract } from '@contract/index'
import type { ImportId } from '@contract/id'
import { listSource } from '@/composables/list'
import { client } from '@/rpc/client'

const { imports } = contract
const ask = client.imports

export const importList = listSource(imports.listImports, (input) => ask.listImports(input))

/** The checked rows of one import. */
export const rowsOf = (importId: ImportId) =>
  listSource(
    imports.listRows,
    (input) => ask.listRows(input),
    () => ({ importId }),
  )
