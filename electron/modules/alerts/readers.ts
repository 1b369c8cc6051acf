import { z } from 'zod'
import type { Caller } from '../../db/act'
import type { AlertEntity } from '../../shared/contract/alerts'
import { OfficeId, DeviceId } from '../../shared/contract/id'
import { permissionsOf } from '../../shared/contract/permission'
import type { PeopleRepository, StoredUser } from '../people/index'
import type { StoredRule } from './rule.rules'
import { subjects } from './subjects'

/** A record as the inbox calls it. */
export interface Found {
  readonly recordId: string
  readonly number: string
  readonly title: string
}
/** Asks a list of the contract as a user would: rights, offices and own orders are those of the screens. */
export type Ask = (caller: Caller, path: readonly string[], input: unknown) => unknown

const Answer = z.object({
  items: z.array(z.looseObject({ id: z.string(), number: z.string() })),
  next: z.string().optional(),
})

export interface ReadersDeps {
  readonly people: PeopleRepository
  readonly ask: Ask
  readonly deviceId: () => string
}

/** Who reads what: rules read as their owners, alerts are for those who may read their records (R12-21). */
export function createReaders({ ask, deviceId, people }: ReadersDeps) {
  function offices(): OfficeId[] {
    return people.officeList.page({ limit: 200 }).items.map(({ id }) => id)
  }

  /** The user as a caller, without any session. */
  function callerOf(user: StoredUser): Caller {
    const officeIds = user.officeIds.length > 0 ? user.officeIds : offices()
    return {
      ...{ userId: user.id, login: user.login, displayName: user.displayName, language: user.language },
      ...{ workerId: user.workerId, mustChangePassword: false, roles: user.roles },
      permissions: permissionsOf(user.roles),
      officeIds,
      officeId: officeIds[0] ?? OfficeId.parse(offices()[0]),
      deviceId: DeviceId.parse(deviceId()),
      tokenHash: '',
      sessionKind: 'user',
    }
  }

  /** Whether a user reads a table, and the field of it that a rule names. */
  function mayRead(
    { permissions }: Pick<Caller, 'permissions'>,
    { entity, field }: Pick<StoredRule, 'entity' | 'field'>,
  ): boolean {
    const { fields, permission } = subjects[entity]
    const ofField = fields?.[field ?? '']
    const reach = permissions.get(permission)
    return reach !== undefined && reach !== 'board' && (ofField === undefined || permissions.has(ofField))
  }

  /** The records of a filter that the user sees, `limit` at most. */
  function find(caller: Caller, entity: AlertEntity, filter: object, limit: number): Found[] {
    const { list, title } = subjects[entity]
    const { items } = Answer.parse(ask(caller, list, { filter, limit }))
    return items.map((item) => ({
      recordId: item.id,
      number: item.number,
      title: typeof item[title] === 'string' ? item[title] : '',
    }))
  }

  return {
    callerOf,
    mayRead,
    find,
    /** The owner of a rule; undefined while the rule is blocked. */
    ownerOf(rule: StoredRule): Caller | undefined {
      const user = people.users.find(rule.ownerId)
      const caller = user && callerOf(user)
      return caller && mayRead(caller, rule) ? caller : undefined
    },
    /** Who is told: active users who may read it themselves. */
    recipientsOf(rule: StoredRule): Caller[] {
      const byRole = rule.roles.length > 0 ? usersOf(rule) : []
      const ids = [...(rule.toSelf ? [rule.ownerId] : []), ...rule.userIds]
      const users = new Map([...people.users.findMany(ids), ...byRole].map((user) => [user.id, user]))
      return [...users.values()]
        .filter(({ active }) => active)
        .map(callerOf)
        .filter((caller) => caller.permissions.has('alerts.own') && mayRead(caller, rule))
    },
  }

  function usersOf({ roles }: StoredRule): StoredUser[] {
    return people.usersWithRoles(roles)
  }
}
export type Readers = ReturnType<typeof createReaders>

/** The filter of a rule; time in a stage counts for orders that are in process, unless it says otherwise. */
export function filterOf(rule: StoredRule): Record<string, unknown> {
  const { comparison, event, field, filter, value = 0 } = rule
  if (field === 'minutesInStage') return { progress: ['inProcess'], ...filter }
  if (event !== 'threshold' || field === undefined) return filter
  return { ...filter, [field]: comparison === 'above' ? { from: value + 1 } : { to: value - 1 } }
}
