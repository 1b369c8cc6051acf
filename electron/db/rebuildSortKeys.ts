import type { Db } from './database'

/** Writes every stored sort key anew after the company's sort language changed (conventions §7); keys are not logged. */
export function rebuildSortKeys(db: Db, language: string): void {
  const columns = db
    .prepare<[], { name: string; field: string; key: string }>(
      `SELECT t.name AS name, f.name AS field, k.name AS key
       FROM pragma_table_list t JOIN pragma_table_info(t.name) f JOIN pragma_table_info(t.name) k
       WHERE t.type = 'table' AND k.name = f.name || '_sort'`,
    )
    .all()
  for (const { name, field, key } of columns)
    db.prepare(`UPDATE ${name} SET ${key} = sort_key(${field}, ?)`).run(language)
}
