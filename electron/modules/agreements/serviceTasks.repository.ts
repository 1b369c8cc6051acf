import { bool, entityTable, json, text } from '../../db/entityTable'
import { createListView } from '../../db/listQuery'
import { createRecords, type Store } from '../../db/records'
import type { ServiceTask } from '../../shared/contract/serviceTasks'
import { Language } from '../../shared/contract/session'

export type StoredTask = Omit<ServiceTask, 'name'>

const taskTable = entityTable<StoredTask>({
  entity: 'serviceTask',
  table: 'service_task',
  columns: { code: text(), description: json(), active: bool({ column: 'is_active' }) },
})

function createTaskList(store: Store, language: Language) {
  const any = '(SELECT value FROM json_each(t.description) WHERE value IS NOT NULL LIMIT 1)'
  const name = `coalesce(t.description ->> '${language}', t.description ->> 'en', ${any})`
  return createListView<StoredTask, ServiceTask>(store, {
    table: taskTable,
    joined: { name: { sql: name, kind: 'text', sortSql: `fold(${name})` } },
    searched: ['t.code', name],
    defaultSort: [{ field: 'code', direction: 'asc' }],
  })
}

/** All SQL of service tasks. */
export function createServiceTasks(store: Store) {
  /** One list a language, because it sorts and searches by the name in that language. */
  const lists = new Map(Language.options.map((language) => [language, createTaskList(store, language)]))
  return {
    tasks: createRecords(store, taskTable),
    taskList(language: Language) {
      const list = lists.get(language)
      if (!list) throw new Error(`no list of service tasks in ${language}`)
      return list
    },
  }
}
export type ServiceTasks = ReturnType<typeof createServiceTasks>
