export {
  createActivitiesRepository,
  type ActivitiesRepository,
  type ActivityRow,
  type StoredActivity,
} from './activities.repository'
export { createActivitiesRoutes } from './activities.router'
export { activityScope, assertReachesActivity, reachesActivity } from './access'
export {
  createOrderActivities,
  insertActivity,
  newActivity,
  teamOfWorker,
  type ActivityLifeDeps,
} from './orderActivities'
export { activitiesOf, activityOf, type ActivityViewDeps } from './activityView'
export { createDayRoutes } from './day.router'
export type { PlansDeps } from './candidates'
export { createPlanRepository } from './plan.repository'
export { createPlansRoutes } from './plans.router'
export { createWorkRepository } from './work.repository'
export { createBoardRoutes } from './board.router'
export { createDayDeps } from './dayDeps'
export type { DayDeps } from './plannedDay'
export { createAbsenceRoutes } from './absences.router'
export { createSetUpRoutes } from './setUp.router'
export {
  createDispatchSetUpRepository,
  type DispatchSetUpRepository,
  type MembershipSpan,
} from './setUp.repository'
export type { AbsenceDeps, SetUpDeps } from './setUp.deps'
export { createSkillUse, type SkillUse } from './skills.repository'
export { createRunActivities } from './runActivities'
export type { ActivityDeps } from './activity.deps'
export { createChangeSetsRepository } from './changeSets.repository'
export { applyEdits, type BoardDeps } from './saveEdits'
export { createRestoreActivities } from './restoreActivity'
