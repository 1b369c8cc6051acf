import type { z } from 'zod'
import type { Act } from '../../db/act'
import type { EntityChange } from '../../db/changeLog'
import type { dispatchAbsencesContract } from '../../shared/contract/dispatchAbsences'
import type { Edit } from '../../shared/contract/dispatchBoard'
import type { dispatchSetUpContract } from '../../shared/contract/dispatchSetUp'
import type { PeopleRepository } from '../people/index'
import type { ActivitiesRepository } from './activities.repository'
import type { DispatchSetUpRepository } from './setUp.repository'
import type { SkillUse } from './skills.repository'

type Contract = typeof dispatchSetUpContract & typeof dispatchAbsencesContract
/** What a procedure of the set-up takes. */
export type SetUpInput<Name extends keyof Contract> = z.output<
  NonNullable<Contract[Name]['~orpc']['inputSchema']>
>

/** What the use cases of teams, skills, types and profiles need. */
export interface SetUpDeps {
  readonly setUp: DispatchSetUpRepository
  readonly skillUse: SkillUse
  readonly people: PeopleRepository
  /** Throws NOT_FOUND for a calendar that there is not. */
  readonly assertCalendar: (calendarId: string) => void
}

/** What the use cases of absences need. */
export interface AbsenceDeps extends Pick<SetUpDeps, 'setUp' | 'people'> {
  readonly activities: Pick<ActivitiesRepository, 'ofWorkers'>
  /** Checked edits of the board as a part of this act: one change set, the changes of its entry (R07-30). */
  readonly applyEdits: (act: Act, edits: readonly Edit[]) => readonly EntityChange[]
}
