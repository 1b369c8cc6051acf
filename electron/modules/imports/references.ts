import { z } from 'zod'
import { DomainError, type Failure } from '../../shared/contract/domainError'
import type { CustomersRepository } from '../customers/index'
import type { ImportedAreas } from './createImports'
import type { RowReader } from './rowReader'

type Site = ReturnType<CustomersRepository['sites']['get']>
type Contact = ReturnType<CustomersRepository['contacts']['get']>

/** Finds the records that rows name by number, code or name, each once a file (R01-26). */
export function createReferences(areas: ImportedAreas) {
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
  } = areas
  const { slas, warehouses } = areas

  /** The record that a cell names; undefined for an empty cell and, which is reported, for an unknown name. */
  function named<Found>(row: RowReader, target: string, find: (name: string) => Found | undefined) {
    const name = row.text(target)
    if (name === undefined) return undefined
    const found = find(name)
    if (found === undefined) row.fail('UNKNOWN_REFERENCE', target)
    return found
  }

  /** By its exact name, else by its name in capitals, as codes are. */
  function by<Found>(search: (name: string) => readonly Found[]) {
    const held = new Map<string, Found | undefined>()
    return (row: RowReader, target: string): Found | undefined =>
      named(row, target, (name) => {
        if (!held.has(name)) held.set(name, search(name)[0] ?? search(name.toUpperCase())[0])
        return held.get(name)
      })
  }

  return {
    office: by((code) => people.offices.where('code', code)),
    customer: by((number) => customers.customers.where('number', number)),
    agreement: by((number) => areas.serviceAgreements.records.where('number', number)),
    billingAccount: by((number) => agreements.accounts.where('number', number)),
    worker: by((number) => people.workers.where('number', number)),
    category: by((code) => agreements.categories.where('code', code)),
    item: by((number) => catalog.items.where('number', number)),
    warehouse: by((code) => warehouses.where('code', code)),
    lineProperty: by((code) => agreements.properties.where('code', code)),
    object: by((number) => objects.objects.where('number', number)),
    objectGroup: by((code) => objects.groups.where('code', code)),
    agreementGroup: by((code) => agreementGroups.groups.where('code', code)),
    templateGroup: by((code) => agreementGroups.templates.where('code', code)),
    sla: by((code) => slas.where('code', code)),
    calendar: by((code) => calendars.where('code', code)),
    interval: by((code) => rhythms.intervals.where('code', code)),
    window: by((code) => rhythms.windows.where('code', code)),
    task: by((code) => serviceTasks.tasks.where('code', code)),
    productCategory: by((id) =>
      /^\d{1,10}$/.test(id) ? catalog.productCategories.where('externalId', Number(id)) : [],
    ),
    /** A site of a customer by its name; of several the one that the record has, else one in use. */
    site: (row: RowReader, target: string, customerId: string | undefined, heldId?: string) =>
      named(row, target, (name) =>
        chosen<Site>(
          customerId === undefined ? [] : customers.sites.where('customerId', customerId),
          name,
          heldId,
        ),
      ),
    /** The same of a contact. */
    contact: (row: RowReader, target: string, customerId: string | undefined, heldId?: string) =>
      named(row, target, (name) =>
        chosen<Contact>(
          customerId === undefined ? [] : customers.contacts.where('customerId', customerId),
          name,
          heldId,
        ),
      ),
  }
}
export type References = ReturnType<typeof createReferences>

interface Named {
  readonly id: string
  readonly name: string
  readonly active: boolean
}

function chosen<Found extends Named>(all: readonly Found[], name: string, heldId: string | undefined) {
  const same = all.filter((one) => one.name === name)
  return same.find(({ id }) => id === heldId) ?? same.find(({ active }) => active) ?? same[0]
}

/** The target that a field of the contract is filled from: `customerId` by `customer`. */
function targetOf(field: string, line: boolean): string {
  if (line && field === 'description') return 'lineDescription'
  if (field === 'objectRelationId' || field === 'taskRelationId') return field.slice(0, -'RelationId'.length)
  return field.endsWith('Id') ? field.slice(0, -2) : field
}

/** Says of a row what the area's command says. */
export function reportFailures(row: RowReader, failures: readonly Failure[], isLine: boolean): void {
  for (const { code, field } of failures)
    row.fail(code, field === undefined ? undefined : targetOf(field, isLine))
}

/** What a schema of the contract refuses: lengths, bounds, forms. */
export function reportIssues(row: RowReader, error: z.ZodError | undefined, isLine: boolean): void {
  for (const { path } of error?.issues ?? [])
    row.fail('INVALID_INPUT', targetOf(String(path[0] ?? ''), isLine))
}

/** Runs a rule of the area for a row: what it throws is a finding. */
export function judged<Result>(row: RowReader, isLine: boolean, rule: () => Result): Result | undefined {
  try {
    return rule()
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    const field = fieldOf(error.data)
    row.fail(error.code, field === undefined ? undefined : targetOf(field, isLine))
    return undefined
  }
}

const Data = z.object({
  field: z.string().optional(),
  issues: z.array(z.object({ path: z.array(z.union([z.string(), z.number()])) })).optional(),
})

function fieldOf(data: unknown): string | undefined {
  const known = Data.safeParse(data).data
  const first = known?.issues?.[0]?.path[0]
  return known?.field ?? (first === undefined ? undefined : String(first))
}
