import type { UndoDeps } from './undo.deps'

/** How people call a record: its number, code or name. */
export function nameOf(store: UndoDeps['store'], entity: string, id: string): string | undefined {
  const record = store.kept?.get(entity)?.find(id)
  if (!record) return undefined
  const fields = new Map<string, unknown>(Object.entries(record))
  const name = ['number', 'code', 'name', 'displayName', 'lineNo']
    .map((field) => fields.get(field))
    .find(Boolean)
  return typeof name === 'string' || typeof name === 'number' ? String(name) : undefined
}
