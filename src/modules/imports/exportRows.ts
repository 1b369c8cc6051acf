import type { ImportDetail, ImportKind, ImportRow } from '@contract/imports'
import { csvOf, saveFile } from '@/composables/saveFile'
import { client } from '@/rpc/client'

const page = 100

/**
 * Saves the rows that have errors as a file: its own columns, so that it can be corrected and dropped again, then what
 * is wrong (01 §5).
 *
 * @param heads - heads of the added columns: line, problems
 */
export async function exportErrors(
  { id, columns, fileName }: ImportDetail,
  heads: readonly [string, string],
  textOf: (row: ImportRow) => string,
): Promise<void> {
  const lines: string[][] = [[...columns, ...heads]]
  let after: string | undefined
  do {
    const { items, next } = await client.imports.listRows({
      importId: id,
      filter: { severity: ['error'] },
      sort: [{ field: 'line', direction: 'asc' }],
      limit: page,
      ...(after === undefined ? {} : { after }),
    })
    for (const row of items) {
      const cells = columns.map((_, at) => row.cells[at] ?? '')
      lines.push([...cells, String(row.line), textOf(row)])
    }
    after = next
  } while (after !== undefined)
  saveFile(csvOf(lines), `${fileName.replace(/\.\w+$/, '')}-errors.csv`, 'text/csv')
}

/** Saves an empty file with the columns of a kind, named so that they are mapped at once (R01-16). */
export async function saveTemplate(kind: ImportKind): Promise<void> {
  const { targets } = await client.imports.getTemplate({ kind })
  saveFile(csvOf([targets.map(({ name }) => name)]), `${kind}.csv`, 'text/csv')
}
