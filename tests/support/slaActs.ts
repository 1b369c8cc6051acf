import { newId, type TestApp } from './app'
import { branchOf, hours, orderOf, refOf } from './orders'
import { clockOf, clockRef, promise, slaOf, standardCalendar } from './sla'
import { createTree } from './stages'

type Act = () => Promise<() => Promise<unknown>>

/** The commands of service levels, and others that touch a clock, for the guard that all of them are undone. */
export function slaActs(appOf: () => TestApp): Readonly<Record<string, Act>> {
  const minute = 60_000
  /** An order whose clock has run for an hour. */
  async function running(fields: object = {}) {
    const app = appOf()
    const branch = await branchOf(app)
    const sla = await slaOf(app.owner, { responseAllowance: 60 })
    await promise(app.owner, branch.customerId, sla.id)
    const order = await orderOf(app.owner, branch, { lines: [hours(branch)], ...fields })
    app.clock.now += 60 * minute
    return { app, order, branch, sla, ref: refOf(order) }
  }

  return {
    'sla.setCountryCalendar': async () => {
      const { app } = await running()
      const calendarId = await standardCalendar(app.owner)
      const other = await app.owner.calendars.createCalendar({
        ...{ id: newId(), code: 'NO', name: 'Norway', zone: 'SITE', baseCalendarId: calendarId },
      })
      return () =>
        app.owner.sla.setCountryCalendar({ calendarId, country: 'NO', derivedCalendarId: other.id })
    },
    'sla.startClock': async () => {
      const { app, order, ref } = await running()
      await app.owner.sla.stopClock(ref)
      const stopped = await clockOf(app.owner, order)
      return () => app.owner.sla.startClock({ ...clockRef(stopped), at: app.clock.now + minute })
    },
    'sla.stopClock': async () => {
      const { app, ref } = await running()
      return () => app.owner.sla.stopClock({ ...ref, comment: 'Away' })
    },
    'sla.cancelClock': async () => {
      const { app, ref } = await running()
      return () => app.owner.sla.cancelClock(ref)
    },
    'sla.correctEntry': async () => {
      const { app, order } = await running()
      const [entry] = (await clockOf(app.owner, order)).entries
      if (!entry) throw new Error('the clock has an entry')
      const ref = { entryId: entry.id, expectedVersion: entry.version }
      return () => app.owner.sla.correctEntry({ ...ref, at: entry.at + minute, reason: 'Typed wrong' })
    },
    'sla.setOrderSla': async () => {
      const { app, ref } = await running()
      const other = await slaOf(app.owner, { code: 'S2', allowance: 120 })
      return () => app.owner.sla.setOrderSla({ ...ref, slaId: other.id, reason: 'Agreed' })
    },
    'sla.recordContact': async () => {
      const { app, ref } = await running()
      return () => app.owner.sla.recordContact(ref)
    },
    'orders.createOrder with a clock': async () => {
      const { app, branch } = await running()
      return () => orderOf(app.owner, branch, { lines: [hours(branch)] })
    },
    'orders.updateOrder with a clock': async () => {
      const { app, ref } = await running()
      return () => app.owner.orders.updateOrder({ ...ref, patch: { priority: 'high' } })
    },
    'orders.cancelOrder with a clock': async () => {
      const { app, ref } = await running()
      return () => app.owner.orders.cancelOrder(ref)
    },
    'orders.revokeCancel with a clock': async () => {
      const { app, ref } = await running()
      const canceled = await app.owner.orders.cancelOrder(ref)
      return () => app.owner.orders.revokeCancel(refOf(canceled))
    },
    'orders.deleteOrder with a clock': async () => {
      const { app, ref } = await running()
      return () => app.owner.orders.deleteOrder(ref)
    },
    'orders.splitOrder with a clock': async () => {
      const app = appOf()
      await createTree(app.owner)
      const branch = await branchOf(app)
      await promise(app.owner, branch.customerId, (await slaOf(app.owner)).id)
      const order = await orderOf(app.owner, branch, { lines: [hours(branch), hours(branch)] })
      const lineIds = order.lines.slice(0, 1).map(({ id }) => id)
      return () => app.owner.orders.splitOrder({ ...refOf(order), lineIds, date: '2026-03-10' })
    },
    'calendars.updateCalendar with clocks': async () => {
      const { app } = await running()
      const calendarId = await standardCalendar(app.owner)
      const { version } = await app.owner.calendars.getCalendar({ calendarId })
      const patch = { exceptions: [{ date: '2026-03-02', kind: 'closed' as const }] }
      return () => app.owner.calendars.updateCalendar({ calendarId, expectedVersion: version, patch })
    },
    'orders.transferRequest with a clock': async () => {
      const { app, branch } = await running()
      const request = await app.owner.orders.registerRequest({ id: newId(), customerId: branch.customerId })
      return () => app.owner.orders.transferRequest(refOf(request))
    },
  }
}
