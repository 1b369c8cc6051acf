import { AlertRuleId } from '../../shared/contract/id'
import type { PeopleRepository, StoredUser } from '../people/index'
import type { AlertDeps } from './evaluate'
import { openLimit } from './rule.rules'

/** An agreement of which its people are told before it ends (R02-28). */
export interface EndingAgreement {
  readonly id: string
  readonly officeId: string
  readonly responsibleId?: string | undefined
  readonly endDate?: string | undefined
}

const beginning = 'expiry'
const markOf = (endDate: string, days: number) => `${beginning} ${endDate} ${String(days)}`

/** How many days before the end an alert was for; undefined for alerts of rules. */
export function daysOf(mark: string): number | undefined {
  const [first, , days] = mark.split(' ')
  return first === beginning ? Number(days) : undefined
}

/**
 * Puts "expires in N days" into the inboxes of the responsible person and of the managers of the office, once per end and
 * N, and takes back what was said of another end (R02-28).
 */
export function createTellExpiry({ readers, repository }: AlertDeps, people: PeopleRepository) {
  function receivers({ officeId, responsibleId }: EndingAgreement): StoredUser[] {
    const managers = people
      .usersWithRoles(['serviceManager'])
      .filter(({ officeIds }) => officeIds.length === 0 || officeIds.some((id) => id === officeId))
    const responsible = responsibleId === undefined ? [] : people.users.where('workerId', responsibleId)
    return [...new Map([...managers, ...responsible].map((user) => [user.id, user])).values()].filter(
      ({ active }) => active,
    )
  }

  /**
   * @param days - how many days before the end it is told of; empty: nothing is to be said of it now
   * @param said - the days whose alerts of this end may stay
   * @returns whether alerts came or went
   */
  return (
    agreement: EndingAgreement,
    days: number | undefined,
    said: readonly number[],
    at: number,
  ): boolean => {
    const { endDate = '', id } = agreement
    const ruleId = AlertRuleId.parse(id)
    const marks = new Set(said.map((of) => markOf(endDate, of)))
    const isGone = repository.withdraw(ruleId, id, marks, false)
    if (days === undefined) return isGone
    const isRaised = receivers(agreement).map((user) => {
      const caller = readers.callerOf(user)
      if (!caller.permissions.has('alerts.own') || !readers.mayRead(caller, { entity: 'agreement' }))
        return false
      if (readers.find(caller, 'agreement', { id: [id] }, 1).length === 0) return false
      return repository.raise(
        {
          ...{ ruleId, userId: user.id, entity: 'agreement', recordId: id, event: 'dueIn', field: 'endsOn' },
          ...{ value: endDate, mark: markOf(endDate, days), at },
        },
        openLimit,
      )
    })
    return isGone || isRaised.includes(true)
  }
}
export type TellExpiry = ReturnType<typeof createTellExpiry>
