import { AlertRuleId } from '../../shared/contract/id'
import type { SlaStep } from '../../shared/contract/sla'
import type { PeopleRepository, StoredUser } from '../people/index'
import type { AlertDeps } from './evaluate'
import { openLimit } from './rule.rules'

/** A step of an order's service level that was passed. */
export interface PassedStep {
  readonly clock: { readonly slaId: string }
  readonly order: { readonly id: string; readonly responsibleId?: string | undefined }
  readonly step: SlaStep
  /** Who leads the team that does the order's work, where there is one. */
  readonly teamOwnerId?: string | undefined
  /** Names the step, so that nobody is told twice. */
  readonly mark: string
  readonly crossedAt: number
  readonly at: number
}

/** Puts a passed step into the inboxes of those whom it names and who may read the order (06 §2.5, R06-50). */
export function createTellStep({ readers, repository }: AlertDeps, people: PeopleRepository) {
  return ({ at, clock, crossedAt, mark, order, step, teamOwnerId }: PassedStep): void => {
    for (const user of receivers(step, order.responsibleId, teamOwnerId)) {
      const caller = readers.callerOf(user)
      if (!caller.permissions.has('alerts.own') || !readers.mayRead(caller, { entity: 'order' })) continue
      if (readers.find(caller, 'order', { id: [order.id] }, 1).length === 0) continue
      repository.raise(
        {
          ...{ ruleId: AlertRuleId.parse(clock.slaId), userId: user.id, entity: 'order', recordId: order.id },
          ...{ event: 'threshold', field: step.kind === 'warning' ? 'slaWarning' : 'slaBreach' },
          ...{ value: String(crossedAt), mark, at },
        },
        openLimit,
      )
    }
  }

  function receivers(
    { roles, toResponsible, toTeamOwner, workerIds }: SlaStep,
    responsibleId: string | undefined,
    teamOwnerId: string | undefined,
  ): StoredUser[] {
    const workers = [
      ...workerIds,
      ...(toResponsible && responsibleId !== undefined ? [responsibleId] : []),
      ...(toTeamOwner && teamOwnerId !== undefined ? [teamOwnerId] : []),
    ]
    const found = [
      ...(roles.length > 0 ? people.usersWithRoles(roles) : []),
      ...workers.flatMap((id) => people.users.where('workerId', id)),
    ]
    return [...new Map(found.map((user) => [user.id, user])).values()].filter(({ active }) => active)
  }
}
