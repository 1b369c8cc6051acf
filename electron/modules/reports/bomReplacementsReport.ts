import { localText } from '../../shared/localText'
import type { ReportDefinition } from './reportDefinitions'

/** Parts that were replaced in lists of objects, by item and reason (12 §5, 09). */
export const bomReplacementsReport: ReportDefinition = {
  id: 'bomReplacements',
  permissions: ['orders.read', 'bom.read'],
  parameters: ['from', 'to', 'officeIds', 'customerId'],
  columns: [
    { field: 'itemNumber', kind: 'text' },
    { field: 'itemName', kind: 'text' },
    { field: 'reason', kind: 'text' },
    { field: 'replacements', kind: 'number' },
    { field: 'quantity', kind: 'quantity' },
    { field: 'unit', kind: 'text' },
    { field: 'objects', kind: 'number' },
  ],
  *run({ language, replacements }) {
    const rows = replacements()
    yield rows.map(({ reason, ...row }) => ({
      ...row,
      reason: reason === undefined ? undefined : localText(reason, language),
    }))
    // Quantities are never added across units, and one object stands in many rows.
    return [{ replacements: rows.reduce((sum, row) => sum + row.replacements, 0) }]
  },
}
