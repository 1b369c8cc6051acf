import type { Activity } from '../../electron/shared/contract/dispatch'
import { newId, type TestApp } from './app'
import { branchOf, hours, lineOf, orderOf } from './orders'

type Act = () => Promise<() => Promise<unknown>>

/** The commands of activities, for the guard that all of them are undone. */
export function activityActs(appOf: () => TestApp): Readonly<Record<string, Act>> {
  const ref = ({ id, version }: Pick<Activity, 'id' | 'version'>) => ({
    activityId: id,
    expectedVersion: version,
  })
  const dispatchOf = () => appOf().owner.dispatch
  async function waiting() {
    const branch = await branchOf(appOf())
    const order = await orderOf(appOf().owner, branch, { lines: [hours(branch)] })
    const [activity] = (await dispatchOf().listActivities({ orderId: order.id })).items
    if (!activity) throw new Error('an hour line has an activity')
    return { activity, branch, order }
  }
  const placed = (activity: Activity) => ({
    ...{ ...ref(activity), patch: { start: appOf().clock.now + 3_600_000, duration: 60 } },
    confirmed: ['OUTSIDE_HOURS' as const, 'WINDOW' as const, 'HOLIDAY' as const],
  })
  const dispatched = async () => dispatchOf().updateActivity(placed((await waiting()).activity))

  return {
    'dispatch.createActivity': async () => {
      const { order } = await waiting()
      const lineIds = [lineOf(order, 10).id]
      return () =>
        dispatchOf().createActivity({ id: newId(), orderId: order.id, lineIds, duration: 30, crewSize: 2 })
    },
    'dispatch.updateActivity': async () => {
      const { activity } = await waiting()
      return () => dispatchOf().updateActivity(placed(activity))
    },
    'dispatch.lockActivity': async () => {
      const { activity } = await waiting()
      return () => dispatchOf().lockActivity({ ...ref(activity), reason: 'Promised' })
    },
    'dispatch.unlockActivity': async () => {
      const locked = await dispatchOf().lockActivity(ref((await waiting()).activity))
      return () => dispatchOf().unlockActivity(ref(locked))
    },
    'dispatch.startActivity': async () => {
      const activity = await dispatched()
      return () => dispatchOf().startActivity(ref(activity))
    },
    'dispatch.closeActivity': async () => {
      const activity = await dispatched()
      return () => dispatchOf().closeActivity({ ...ref(activity), outcome: 'done' })
    },
    'dispatch.reopenActivity': async () => {
      const done = await dispatchOf().closeActivity({ ...ref(await dispatched()), outcome: 'done' })
      return () => dispatchOf().reopenActivity(ref(done))
    },
  }
}
