import type { z } from 'zod'
import type { Act } from '../../db/act'
import type { EntityChange } from '../../db/changeLog'
import type { dispatchContract } from '../../shared/contract/dispatch'
import type { ActivityType } from '../../shared/contract/dispatchSetUp'
import type { OrderId } from '../../shared/contract/id'
import type { OrdersForDispatch } from '../orders/index'
import type { ActivityViewDeps } from './activityView'
import type { PlanEdit } from './edits.rules'
import type { ActivityLifeDeps } from './orderActivities'
import type { SkillUse } from './skills.repository'

/** What a procedure of activities takes. */
export type ActivityInput<Name extends keyof typeof dispatchContract> = z.output<
  NonNullable<(typeof dispatchContract)[Name]['~orpc']['inputSchema']>
>

/** What the use cases of activities need. */
export interface ActivityDeps extends ActivityLifeDeps, ActivityViewDeps {
  readonly orders: OrdersForDispatch
  /** Throws NOT_FOUND. */
  readonly typeOf: (typeId: string) => ActivityType
  readonly skillUse: Pick<SkillUse, 'unknown'>
  /** Checked edits of the board as a part of this act: one change set, the changes of its entry (R07-30). */
  readonly applyEdits: (act: Act, edits: readonly PlanEdit[]) => readonly EntityChange[]
  /** Orders whose activities were dispatched: their clocks may hear of a first response (R06-45). */
  readonly dispatched: (act: Act, orderIds: readonly OrderId[]) => readonly EntityChange[]
}
