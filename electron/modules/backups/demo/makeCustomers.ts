import {
  BillingAccountId,
  ContactId,
  CustomerGroupId,
  CustomerId,
  ObjectGroupId,
  ObjectId,
  PriceRuleId,
  SiteId,
} from '../../../shared/contract/id'
import type { BillingAccount } from '../../../shared/contract/agreements'
import { SiteKind, type Customer, type Site } from '../../../shared/contract/customers'
import type { ServiceObject } from '../../../shared/contract/objects'
import { Language } from '../../../shared/contract/session'
import { datePlus } from './days.rules'
import { rowsOf, textOf } from './extract'
import { accessNotes } from './jobs.data'
import { demoCurrency } from './makeCompany'
import { registerSerial, serialOf, type Catalog } from './makeCatalog'
import { contactNames } from './staff.data'
import { newId, type World } from './world'

/** A customer with all that an order needs. */
export interface DemoCustomer {
  readonly customer: Customer
  readonly sites: readonly Site[]
  readonly account?: BillingAccount
  readonly objects: ServiceObject[]
}

const groups: readonly (readonly [string, string])[] = [
  ['BM', 'Bicycle makers and workshops'],
  ['BS', 'Bicycle shops and fleets'],
  ['OS', 'Rental and other'],
]
const siteNames: Readonly<Record<SiteKind, string>> = {
  main: 'Main office',
  shipping: 'Goods in',
  service: 'Service point',
}

/** Customers with sites, contacts and billing accounts; the ones of the extract and the invented ones. */
export function makeCustomers(world: World, { categories }: Pick<Catalog, 'categories'>): DemoCustomer[] {
  const { owner } = world
  const groupIds = new Map(
    groups.map(([code, name]) => [
      code,
      owner.customers.createCustomerGroup({ id: newId(CustomerGroupId), code, name }).id,
    ]),
  )
  const siteRows = rowsOf('sites')
  return rowsOf('customers').map(
    ([number = '', name = '', businessType = '', language, employees], index) => {
      const customer = owner.customers.createCustomer({
        ...{ id: newId(CustomerId), number, name, businessType, groupId: groupIds.get(businessType) },
        ...{ language: Language.parse(language), currency: demoCurrency, employeeCount: Number(employees) },
        paymentTerms: index % 3 === 0 ? '30 days net' : '14 days net',
      })
      const sites = siteRows.filter(([of]) => of === number).map((row) => makeSite(world, customer, row))
      makeContacts(world, customer, sites)
      const account = index % 5 < 2 ? makeAccount(world, customer, categories, index) : undefined
      return { customer, sites, objects: [], ...(account && { account }) }
    },
  )
}

function makeSite({ chance, owner }: World, { id }: Customer, row: readonly string[]): Site {
  const [, kind, name, address1, address2, postalCode, city, region, country = '', latitude, longitude] = row
  const siteKind = SiteKind.parse(kind)
  return owner.customers.createSite({
    ...{ id: newId(SiteId), customerId: id, kind: siteKind, name: textOf(name) ?? siteNames[siteKind] },
    ...{ addressLine1: textOf(address1), addressLine2: textOf(address2), postalCode: textOf(postalCode) },
    ...{ city: textOf(city), region: textOf(region), country, zone: row.at(11) ?? '' },
    ...(latitude ? { latitude: Number(latitude), longitude: Number(longitude) } : {}),
    ...(chance.happens(0.15) ? { accessNotes: chance.pick(accessNotes) } : {}),
  })
}

function makeContacts({ chance, owner }: World, customer: Customer, sites: readonly Site[]): void {
  const names = contactNames[customer.language ?? 'en'] ?? contactNames['en']
  if (!names) throw new Error('there are no names for contacts')
  const count = sites.length > 1 || chance.happens(0.3) ? 2 : 1
  const start = chance.whole(0, 40)
  for (let index = 0; index < count; index++) {
    const first = names.first[(start + index * 3) % names.first.length] ?? ''
    const last = names.last[(start + index) % names.last.length] ?? ''
    owner.customers.createContact({
      ...{
        id: newId(ContactId),
        customerId: customer.id,
        siteId: sites[index]?.id,
        name: `${first} ${last}`,
      },
      role: index === 0 ? 'Workshop' : 'Accounts',
      phone: `+00 555 ${chance.whole(1000, 9999)}`,
      email: `${plain(first)}.${plain(last)}@${plain(customer.number)}.example`,
      language: customer.language,
    })
  }
}

/** The letters and digits of a text without marks, for addresses that lead nowhere. */
function plain(text: string): string {
  const letters: Readonly<Record<string, string>> = { ø: 'o', æ: 'ae', ß: 'ss' }
  return text
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/[øæß]/g, (letter) => letters[letter] ?? '')
    .replaceAll(/[^a-z0-9]/g, '')
}

/** A billing account; some have a price of their own for repairs, which comes before the base price. */
function makeAccount(
  { date, owner }: World,
  { id: customerId, name }: Customer,
  { REPAIR }: Catalog['categories'],
  index: number,
): BillingAccount {
  const account = owner.agreements.createBillingAccount({
    ...{ id: newId(BillingAccountId), customerId, name: `Service ${name}`.slice(0, 120) },
    type: index % 10 === 1 ? 'fixedPrice' : 'timeAndMaterial',
    ...{ currency: demoCurrency, paymentTerms: '14 days net', expenseAccount: '4300' },
  })
  if (index % 10 === 0)
    owner.agreements.createPriceRule({
      ...{ id: newId(PriceRuleId), kind: 'sales', type: 'hour', billingAccountId: account.id },
      ...{ categoryId: REPAIR, currency: demoCurrency, value: 8_200_000 },
      validFrom: `${Number(date.slice(0, 4)) - 1}-01-01`,
    })
  return account
}

const objectCount = 80
const objectGroups: readonly (readonly [string, string])[] = [
  ['Road Bikes', 'ROAD'],
  ['Mountain Bikes', 'MOUNTAIN'],
  ['Touring Bikes', 'TOURING'],
]

/** Bicycles that customers have, each with its serial. */
export function makeObjects(
  world: World,
  { bicycles }: Pick<Catalog, 'bicycles'>,
  customers: readonly DemoCustomer[],
): void {
  const { chance, date, owner } = world
  const root = newId(ObjectGroupId)
  owner.objects.createObjectGroup({ id: root, code: 'BICYCLES', description: 'Bicycles' })
  const groupIds = new Map(
    objectGroups.map(([description, code]) => [
      description,
      owner.objects.createObjectGroup({ id: newId(ObjectGroupId), code, description, parentId: root }).id,
    ]),
  )
  for (let index = 0; index < objectCount; index++) {
    const holder = customers[(index * 7) % customers.length]
    const item = chance.pick(bicycles)
    const site = holder && chance.pick(holder.sites)
    if (!holder || !site) throw new Error('a bicycle needs a customer with a site')
    const age = chance.whole(80, 1100)
    const installedDate = datePlus(date, -age)
    const serialNumber = serialOf(item, 100_000 + index * 7919 + chance.whole(0, 7000))
    registerSerial(owner, item.id, serialNumber)
    const object = owner.objects.createObject({
      ...{ id: newId(ObjectId), description: item.name, groupId: groupIds.get(item.subcategory ?? '') },
      ...{ customerId: holder.customer.id, siteId: site.id, itemId: item.id, serialNumber, installedDate },
      ...{ brand: 'Adventure Works', model: item.name.split(' ')[0], status: 'inService' },
      yearOfManufacture: Number(installedDate.slice(0, 4)),
    })
    holder.objects.push(object)
  }
}
