import type { LineType } from '../../shared/contract/agreements'
import type { AgreementWorkDeps } from './agreementDeps'

function remembered<Value>(read: (id: string) => Value): (id: string) => Value {
  const known = new Map<string, { readonly value: Value }>()
  return (id) => {
    const held = known.get(id) ?? { value: read(id) }
    known.set(id, held)
    return held.value
  }
}

/** Reads each record that several lines of one act share only once; lives no longer than the act. */
export function openLineLookup({ catalog, people, repository, settings }: AgreementWorkDeps) {
  function itemOf(id: string) {
    const { code, decimals } = catalog.unitOf(id)
    return { ...catalog.item(id), unitCode: code, unitDecimals: decimals }
  }
  function readRules() {
    return {
      allowInactive: settings.value('allowInactiveCategories'),
      validateWorkerAccount: settings.value('validateWorkerAccount'),
      validateAccountCategory: settings.value('validateAccountCategory'),
      validateWorkerCategory: settings.value('validateWorkerCategory'),
    }
  }
  const standards = new Map<LineType, ReturnType<typeof repository.defaultCategory>>()
  let rules: ReturnType<typeof readRules> | undefined
  let standardId: ReturnType<typeof repository.standardProperty>['id'] | undefined

  return {
    account: remembered((id) => repository.accounts.get(id)),
    category: remembered((id) => repository.categories.get(id)),
    item: remembered(itemOf),
    worker: remembered((id) => people.workers.get(id)),
    property: remembered((id) => repository.properties.get(id)),
    /** The category that new lines of a type get. */
    standardCategory(type: LineType) {
      if (!standards.has(type)) standards.set(type, repository.defaultCategory(type))
      return standards.get(type)
    },
    /** The property CHARGEABLE. */
    standardPropertyId: () => (standardId ??= repository.standardProperty().id),
    /** What the settings say of categories and combinations. */
    rules: () => (rules ??= readRules()),
  }
}
export type LineLookup = ReturnType<typeof openLineLookup>
