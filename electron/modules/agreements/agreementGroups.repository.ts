import { bool, entityTable, ref, text } from '../../db/entityTable'
import { createListView } from '../../db/listQuery'
import { createRecords, type Store } from '../../db/records'
import type { AgreementGroup, TemplateGroup } from '../../shared/contract/agreementGroups'

export type StoredAgreementGroup = Omit<AgreementGroup, 'slaCode'>
export type StoredTemplateGroup = Omit<TemplateGroup, 'parentCode'>

const groupTable = entityTable<StoredAgreementGroup>({
  entity: 'agreementGroup',
  table: 'agreement_group',
  columns: {
    code: text(),
    description: text({ sorted: true }),
    slaId: ref(),
    active: bool({ column: 'is_active' }),
  },
})
const templateTable = entityTable<StoredTemplateGroup>({
  entity: 'templateGroup',
  table: 'template_group',
  columns: {
    code: text(),
    description: text({ sorted: true }),
    parentId: ref(),
    active: bool({ column: 'is_active' }),
  },
})

/** All SQL of agreement groups and of the tree of template groups (02 §2.3). */
export function createAgreementGroups(store: Store) {
  return {
    groups: createRecords(store, groupTable),
    groupList: createListView<StoredAgreementGroup, AgreementGroup>(store, {
      table: groupTable,
      joins: 'LEFT JOIN service_level s ON s.id = t.sla_id',
      joined: { slaCode: { sql: 's.code', kind: 'text' } },
      searched: ['t.code', 't.description'],
      defaultSort: [{ field: 'code', direction: 'asc' }],
    }),
    templates: createRecords(store, templateTable),
    templateList: createListView<StoredTemplateGroup, TemplateGroup>(store, {
      table: templateTable,
      joins: 'LEFT JOIN template_group p ON p.id = t.parent_id',
      joined: { parentCode: { sql: 'p.code', kind: 'text' } },
      searched: ['t.code', 't.description'],
      defaultSort: [{ field: 'code', direction: 'asc' }],
    }),
  }
}
export type AgreementGroups = ReturnType<typeof createAgreementGroups>
