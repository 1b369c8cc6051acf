import type { ImportedAreas } from '../createImports'

/** The numbers, codes and names by which files refer to records; each is read once. */
export function createNames(deps: ImportedAreas) {
  const {
    agreementGroups,
    agreements,
    calendars,
    catalog,
    customers,
    objects,
    people,
    rhythms,
    serviceTasks,
  } = deps
  const { slas, warehouses } = deps
  type Read = (id: string) => string | undefined

  function remembered(read: Read): (id: string | undefined) => string | undefined {
    const known = new Map<string, string | undefined>()
    return (id) => {
      if (id === undefined) return undefined
      if (!known.has(id)) {
        // An export of any length holds no more names than this.
        if (known.size > 50_000) known.clear()
        known.set(id, read(id))
      }
      return known.get(id)
    }
  }

  return {
    office: remembered((id) => people.offices.find(id)?.code),
    customer: remembered((id) => customers.customers.find(id)?.number),
    site: remembered((id) => customers.sites.find(id)?.name),
    contact: remembered((id) => customers.contacts.find(id)?.name),
    agreement: remembered((id) => deps.serviceAgreements.records.find(id)?.number),
    account: remembered((id) => agreements.accounts.find(id)?.number),
    worker: remembered((id) => people.workers.find(id)?.number),
    category: remembered((id) => agreements.categories.find(id)?.code),
    lineProperty: remembered((id) => agreements.properties.find(id)?.code),
    item: remembered((id) => catalog.items.find(id)?.number),
    productCategory: remembered((id) => catalog.productCategories.find(id)?.externalId.toString()),
    warehouse: remembered((id) => warehouses.find(id)?.code),
    object: remembered((id) => objects.objects.find(id)?.number),
    objectGroup: remembered((id) => objects.groups.find(id)?.code),
    agreementGroup: remembered((id) => agreementGroups.groups.find(id)?.code),
    templateGroup: remembered((id) => agreementGroups.templates.find(id)?.code),
    sla: remembered((id) => slas.find(id)?.code),
    calendar: remembered((id) => calendars.find(id)?.code),
    interval: remembered((id) => rhythms.intervals.find(id)?.code),
    window: remembered((id) => rhythms.windows.find(id)?.code),
    task: remembered((id) => serviceTasks.tasks.find(id)?.code),
  }
}
export type Names = ReturnType<typeof createNames>
