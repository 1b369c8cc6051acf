import { OrderId, OrderLineId, ReasonCodeId, StageId, type CategoryId } from '../../../shared/contract/id'
import type { LineType } from '../../../shared/contract/agreements'
import type { DirectClient } from '../../../shared/contract/index'
import type { Order } from '../../../shared/contract/orders'
import type { Worker } from '../../../shared/contract/people'
import { offsetAt } from '../../calendars/index'
import { datePlus, workday } from './days.rules'
import { cancelReasons, demoJobs, externalNotes, internalNotes, type DemoJob } from './jobs.data'
import type { Catalog } from './makeCatalog'
import { demoZone, type Staff } from './makeCompany'
import type { DemoCustomer } from './makeCustomers'
import { planOrders, type PlannedOrder } from './plan.rules'
import { demoReasons, demoStages, type ReasonCodeName, type StageCode } from './stages.data'
import { demoUsers } from './staff.data'
import { newId, type World } from './world'

export interface Process {
  readonly stages: ReadonlyMap<StageCode, StageId>
  readonly reasons: ReadonlyMap<ReasonCodeName, ReasonCodeId>
}

/** Stages and reasons (area 05 §6). */
export function makeProcess({ owner }: World): Process {
  const stages = new Map<StageCode, StageId>()
  for (const { code, color, description, fields, parent } of demoStages) {
    const place = { id: newId(StageId), code, description, color, parentId: parent && stages.get(parent) }
    stages.set(code, owner.stages.createStage({ ...place, ...fields }).id)
  }
  const reasons = new Map<ReasonCodeName, ReasonCodeId>()
  for (const { code, description, uses } of demoReasons)
    reasons.set(code, owner.stages.createReasonCode({ id: newId(ReasonCodeId), code, description, uses }).id)
  return { stages, reasons }
}

/** Something that happens to an order at a time. */
interface Event {
  readonly at: number
  run(): void
}

interface OrderWork {
  readonly world: World
  readonly catalog: Catalog
  readonly process: Process
  readonly staff: Staff
  readonly customers: readonly DemoCustomer[]
}

const minuteMs = 60_000

/** The instant of a local wall time. */
function instantOf(zone: string, date: string, minute: number): number {
  const wall = Date.parse(date) + minute * minuteMs
  return wall - offsetAt(zone, wall - offsetAt(zone, wall))
}

/** Orders as they came in, were worked on, posted and canceled, in the order of time. */
export function makeOrders(work: OrderWork): void {
  const { chance, date, moveClock } = work.world
  const events = planOrders(chance, date).flatMap((plan) => eventsOf(work, plan))
  const inTime = events.map((event, index) => ({ event, index }))
  inTime.sort((a, b) => a.event.at - b.event.at || a.index - b.index)
  for (const { event } of inTime) {
    moveClock(event.at, 0)
    event.run()
  }
}

type NewLine = NonNullable<Parameters<DirectClient['orders']['createOrder']>[0]['lines']>[number]

/** All that chance decides of one order, drawn before anything is written. */
function eventsOf(work: OrderWork, plan: PlannedOrder): Event[] {
  const { customers, process, staff, world } = work
  const { chance, present } = world
  const holder = chance.pick(customers)
  const object = holder.objects.length > 0 ? chance.pick(holder.objects) : undefined
  const site = holder.sites.find(({ id }) => id === object?.siteId) ?? chance.pick(holder.sites)
  const job = chance.pick(demoJobs)
  const isOpenPlan = plan.outcome === 'planned' && chance.happens(0.3)
  const technician = isOpenPlan ? undefined : chance.pick(staff.technicians)
  const worker = workerLogin(technician, staff)
  const serviceAt = instantOf(site.zone, plan.serviceDate, plan.startMinute)
  const lines = linesOf(work, plan, job)
  const office = chance.happens(0.5) ? 'office' : 'dispatcher'
  const shared = {
    ...(chance.happens(0.35) ? { internalNote: chance.pick(internalNotes) } : {}),
    ...(chance.happens(0.2) ? { externalNote: chance.pick(externalNotes) } : {}),
    ...(chance.happens(0.25) ? { customerReference: `PO ${chance.whole(10_000, 99_999)}` } : {}),
  }
  const createdAt = instantOf(demoZone, plan.createdOn, plan.createdMinute)
  const startedAt = Math.min(Math.max(serviceAt, createdAt + 20 * minuteMs), present - 3 * 60 * minuteMs)
  const doneAt = Math.min(startedAt + (job.minutes + chance.whole(5, 45)) * minuteMs, present - 40 * minuteMs)
  const postedOn = workday(datePlus(plan.serviceDate, chance.whole(1, 4)))
  const postedAt = Math.max(instantOf(demoZone, postedOn, chance.whole(500, 900)), doneAt + minuteMs)
  const actuals = lines.map((line) => actualOf(world, line))

  let order: Order | undefined
  const held = (): Order => {
    if (!order) throw new Error('the order is not there yet')
    return order
  }
  const refOf = ({ id, version }: Order) => ({ orderId: id, expectedVersion: version })
  const move = (login: string, stage: StageCode, reason?: ReasonCodeName, comment?: string): void => {
    const { version } = world.as(login).stages.changeStage({
      ...refOf(held()),
      direction: 'next',
      stageId: process.stages.get(stage),
      ...(reason && { reasonId: process.reasons.get(reason) }),
      comment,
    })
    order = { ...held(), version }
  }

  const created: Event = {
    at: createdAt,
    run() {
      const { customer } = holder
      order = world.as(office).orders.createOrder({
        ...{ id: newId(OrderId), customerId: customer.id, siteId: site.id, description: job.text },
        ...(holder.account && { billingAccountId: holder.account.id }),
        ...{ preferredServiceAt: serviceAt, preferredUntil: serviceAt + 2 * 60 * minuteMs },
        ...{ preferredTechnicianId: technician?.id, priority: plan.priority, lines, ...shared },
      })
      const { id, version } = order
      if (object)
        world.act('orders.updateOrder', () => ({
          result: undefined,
          changes: [world.deps.relate(id, object.id, version)],
        }))
    },
  }
  const started: Event = { at: startedAt, run: () => move(worker, 'INPROC') }
  const registered: Event = {
    at: doneAt,
    run() {
      for (const [index, { id }] of held().lines.entries()) {
        const { orders } = world.as(worker)
        const patch = { actualQty: actuals[index] }
        order = orders.updateLine({ ...refOf(held()), lineId: id, patch })
      }
    },
  }
  const waiting: Event = {
    at: doneAt,
    run: () => move(worker, 'WAITPART', 'PARTS', 'Ordered from the maker.'),
  }
  const done: Event = { at: doneAt + minuteMs, run: () => move(worker, 'DONE') }
  const posted: Event = {
    at: postedAt,
    run() {
      const posting = { ...refOf(held()), date: postedOn }
      order = world.as('office').orders.postOrder(posting).order
    },
  }
  const archived: Event = { at: postedAt + 30 * minuteMs, run: () => move('office', 'ARCH') }
  const reason = chance.pick(cancelReasons)
  const canceled: Event = {
    at: Math.min(createdAt + chance.whole(40, 1400) * minuteMs, present - minuteMs),
    run() {
      order = world.as('dispatcher').orders.cancelOrder({ ...refOf(held()), reason })
      move('dispatcher', 'CANCEL', chance.happens(0.7) ? 'CUST' : 'DOUBLE', reason)
    },
  }

  switch (plan.outcome) {
    case 'planned':
      return [created]
    case 'inProcess':
      return [created, started]
    case 'waiting':
      return [created, started, waiting]
    case 'done':
      return [created, started, registered, done]
    case 'posted':
      return [created, started, registered, done, posted]
    case 'archived':
      return [created, started, registered, done, posted, archived]
    case 'canceled':
      return [created, canceled]
  }
}

/** Who notes down what a technician did: the one with a user does it himself. */
function workerLogin(technician: Worker | undefined, { workers }: Staff): string {
  const own = demoUsers.find(({ role }) => role === 'technician')
  const isOwn =
    technician !== undefined && own?.worker !== undefined && workers.get(own.worker)?.id === technician.id
  return isOwn ? own.login : 'dispatcher'
}

function linesOf({ catalog, world }: OrderWork, { isWarranty }: PlannedOrder, job: DemoJob): NewLine[] {
  const { chance } = world
  const { categories, parts, warranty } = catalog
  const base = isWarranty ? { linePropertyId: warranty } : {}
  const plain = (type: LineType, categoryId: CategoryId, estimatedQty: number): NewLine => ({
    ...{ id: newId(OrderLineId), type, categoryId, estimatedQty, ...base },
  })
  const hours = { ...plain('hour', categories[job.category], job.minutes), description: job.text }
  const items = job.parts.map((number): NewLine => {
    const item = parts.get(number)
    if (!item) throw new Error(`a job needs an unknown part: ${number}`)
    return { id: newId(OrderLineId), type: 'item', itemId: item.id, estimatedQty: 1000, ...base }
  })
  return [
    hours,
    ...(chance.happens(0.45) ? [plain('hour', categories.TRAVEL, chance.whole(2, 8) * 10)] : []),
    ...items,
    ...(chance.happens(0.25) ? [plain('expense', categories.PARKING, 1000)] : []),
    ...(chance.happens(0.3) ? [plain('fee', categories.CALLOUT, 1000)] : []),
    ...(items.length > 0 && chance.happens(0.5) ? [plain('fee', categories.ENVIRO, 1000)] : []),
  ]
}

/** What was really needed: hours differ by up to half an hour, parts seldom. */
function actualOf({ chance }: World, { estimatedQty = 0, type }: NewLine): number {
  if (type === 'hour') return Math.max(10, estimatedQty + chance.whole(-4, 6) * 5)
  return type === 'item' && chance.happens(0.1) ? estimatedQty + 1000 : estimatedQty
}
