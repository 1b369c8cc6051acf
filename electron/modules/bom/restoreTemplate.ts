import { restored } from '../../db/restored'
import type { RestoreRules } from '../history/index'
import { assertFree } from './loadTemplate'
import type { TemplateDeps } from './templates.deps'
import type { StoredTemplate, StoredTemplateLine, TemplateLineRow } from './templates.repository'
import { assertNotBelowItself, assertTree } from './templateTree'

/** How an undo brings templates back: only free ones change (R09-01), and their lines stay a tree (R09-10). */
export function createRestoreTemplates(deps: TemplateDeps): Readonly<Record<string, RestoreRules>> {
  const { catalog, repository } = deps
  const named = (line: StoredTemplateLine): TemplateLineRow => {
    const { name, number } = catalog.item(line.itemId)
    return { ...line, itemName: name, itemNumber: number, unit: catalog.unit(line.unitId).code }
  }
  return {
    bomTemplate: {
      check({ caller }, { after, before, id }, plan) {
        // Of one that goes the store itself says whether lists were copied from it (IN_USE).
        if (!after) return
        if (before) assertFree(deps, caller, { id })
        const { itemId } = restored<StoredTemplate>(after)
        const rows = plan
          .partsAfter('bomTemplateLine', id)
          .map((part) => named(restored<StoredTemplateLine>(part)))
        for (const row of rows) assertNotBelowItself(row, rows)
        assertTree({ itemId, itemNumber: catalog.item(itemId).number }, rows)
      },
      overwrite: (before, after) =>
        repository.overwriteTemplate(restored<StoredTemplate>(before), restored<StoredTemplate>(after)),
    },
  }
}
