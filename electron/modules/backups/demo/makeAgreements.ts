import {
  AgreementGroupId,
  AgreementId,
  AgreementLineId,
  IntervalId,
  PriceRuleId,
  ServiceTaskId,
  TemplateGroupId,
  TimeWindowId,
} from '../../../shared/contract/id'
import type { DirectClient } from '../../../shared/contract/index'
import type { Agreement } from '../../../shared/contract/serviceAgreements'
import { datePlus } from './days.rules'
import type { Catalog } from './makeCatalog'
import { demoCurrency, type Staff } from './makeCompany'
import type { DemoCustomer } from './makeCustomers'
import { newId, type World } from './world'

interface AgreementWork {
  readonly world: World
  readonly catalog: Pick<Catalog, 'categories' | 'parts'>
  readonly staff: Staff
  readonly customers: readonly DemoCustomer[]
}
type NewAgreement = Parameters<DirectClient['agreements']['createAgreement']>[0]
type NewLine = NonNullable<NewAgreement['lines']>[number]

/** What all agreements of the demo share. */
interface Shared {
  readonly groupIds: Readonly<Record<'GOLD' | 'STANDARD', AgreementGroupId>>
  readonly taskId: ServiceTaskId
  readonly intervals: { readonly month: IntervalId; readonly quarter: IntervalId; readonly year: IntervalId }
  readonly windowId: TimeWindowId
}

const count = 12
/** The one that ends soon after the demo's day, and the one that waits for its money. */
const endingIndex = 3
const suspendedIndex = 6
const draftIndex = 9
/** The one without an end. */
const openIndex = 7
const endsInDays = 25

/** Agreements on the bicycles of customers with a billing account: monthly, quarterly and yearly care, and a template. */
export function makeAgreements(work: AgreementWork): void {
  const { customers, world } = work
  const shared = makeShared(work)
  makeTemplate(work, shared)
  customers
    .filter(({ account, objects }) => account !== undefined && objects.length > 0)
    .slice(0, count)
    .forEach((holder, index) => {
      const draft = world.owner.agreements.createAgreement(agreementOf(work, shared, holder, index))
      if (index === draftIndex) return
      const ref = ({ id, version }: Agreement) => ({ agreementId: id, expectedVersion: version })
      const active = world.owner.agreements.activate(ref(draft))
      if (index % 4 === 0) addPrice(work, active)
      if (index === suspendedIndex)
        world.owner.agreements.suspend({ ...ref(active), reason: 'Invoices of the last quarter are open' })
    })
}

function makeShared({ world }: AgreementWork): Shared {
  const { agreements, generation } = world.owner
  const group = (code: string, description: string) =>
    agreements.createAgreementGroup({ id: newId(AgreementGroupId), code, description }).id
  const rhythm = (code: string, range: 'month' | 'quarter' | 'year') =>
    generation.listIntervals({ text: code, limit: 200 }).items.find((one) => one.code === code)?.id ??
    generation.createInterval({ id: newId(IntervalId), code, range }).id
  const window = generation
    .listTimeWindows({ text: 'MONTH', limit: 200 })
    .items.find(({ code }) => code === 'MONTH')
  return {
    groupIds: { GOLD: group('GOLD', 'Gold care'), STANDARD: group('STANDARD', 'Standard care') },
    taskId: agreements.createServiceTask({
      ...{ id: newId(ServiceTaskId), code: 'CARE' },
      description: { en: 'Bicycle care', nb: 'Sykkelservice', de: 'Fahrradpflege' },
    }).id,
    intervals: { month: rhythm('1M', 'month'), quarter: rhythm('3M', 'quarter'), year: rhythm('1Y', 'year') },
    windowId:
      window?.id ??
      generation.createTimeWindow({ id: newId(TimeWindowId), code: 'MONTH', method: 'month' }).id,
  }
}

/** What each bicycle gets, by how often it is cared for. */
function linesFor(
  { catalog }: AgreementWork,
  { intervals, taskId, windowId }: Shared,
  objectId: NewLine['objectId'],
  rhythm: 'month' | 'quarter',
): NewLine[] {
  const { categories } = catalog
  return [
    {
      ...{ id: newId(AgreementLineId), type: 'hour', categoryId: categories.INSPECT, quantity: 45 },
      ...{ objectId, taskId, intervalId: intervals[rhythm], windowId },
    },
    {
      ...{ id: newId(AgreementLineId), type: 'hour', categoryId: categories.REPAIR, quantity: 90 },
      ...{ objectId, taskId, intervalId: intervals.year, windowId },
    },
  ]
}

function agreementOf(
  work: AgreementWork,
  shared: Shared,
  { account, customer, objects, sites }: DemoCustomer,
  index: number,
): NewAgreement {
  const { catalog, staff, world } = work
  const year = world.date.slice(0, 4)
  const chosen = objects.slice(0, 3)
  const rhythm = index % 3 === 0 ? 'month' : 'quarter'
  const travel: NewLine = {
    ...{ id: newId(AgreementLineId), type: 'fee', categoryId: catalog.categories.CALLOUT, quantity: 1000 },
    ...{ intervalId: shared.intervals[rhythm], windowId: shared.windowId },
  }
  const isEnding = index === endingIndex
  return {
    ...{ id: newId(AgreementId), customerId: customer.id, billingAccountId: account?.id },
    ...{ groupId: shared.groupIds[index % 2 === 0 ? 'GOLD' : 'STANDARD'], siteId: sites[0]?.id },
    description: `Bicycle care ${customer.name}`.slice(0, 200),
    startDate: isEnding ? datePlus(world.date, endsInDays - 364) : `${year}-01-01`,
    endDate: isEnding ? datePlus(world.date, endsInDays) : index === openIndex ? undefined : `${year}-12-31`,
    renewal: index % 4 === 1 ? 'auto' : 'manual',
    renewalIncrease: 300,
    combine: 'agreement',
    closedDayPolicy: 'nextOpen',
    preferredTechnicianId: staff.technicians[index % staff.technicians.length]?.id,
    objectRelations: chosen.map(({ id }) => ({ objectId: id })),
    taskRelations: [{ taskId: shared.taskId, externalNote: 'Brakes, gears, wheels and bolts' }],
    lines: [...chosen.flatMap(({ id }) => linesFor(work, shared, id, rhythm)), travel],
  }
}

/** An hour of inspection costs less under some agreements. */
function addPrice({ catalog, world }: AgreementWork, { id, startDate }: Agreement): void {
  world.owner.agreements.createPriceRule({
    ...{ id: newId(PriceRuleId), kind: 'sales', type: 'hour', agreementId: id, currency: demoCurrency },
    ...{ categoryId: catalog.categories.INSPECT, validFrom: startDate, value: 7_200_000 },
  })
}

function makeTemplate(work: AgreementWork, shared: Shared): void {
  const { agreements } = work.world.owner
  const parent = agreements.createTemplateGroup({
    ...{ id: newId(TemplateGroupId), code: 'CARE', description: 'Care' },
  })
  const group = agreements.createTemplateGroup({
    ...{ id: newId(TemplateGroupId), code: 'BICYCLES', description: 'Bicycles', parentId: parent.id },
  })
  agreements.createAgreement({
    ...{ id: newId(AgreementId), description: 'Bicycle care, quarterly', isTemplate: true },
    ...{
      templateGroupId: group.id,
      startDate: `${work.world.date.slice(0, 4)}-01-01`,
      currency: demoCurrency,
    },
    taskRelations: [{ taskId: shared.taskId }],
    lines: linesFor(work, shared, undefined, 'quarter'),
  })
}
