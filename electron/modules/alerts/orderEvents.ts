import type { z } from 'zod'
import { assertMay, type Act, type Caller } from '../../db/act'
import { outcome, type EntityChange, type Outcome } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { assertVersion } from '../../db/version'
import {
  alertsErrors,
  OrderAction,
  orderActions,
  type alertsContract,
  type OrderEvent,
  type OrderEventScope,
  type OrderEventSetting,
} from '../../shared/contract/alerts'
import { domainError } from '../../shared/contract/domainError'
import { OrderEventSettingId, OrderId } from '../../shared/contract/id'
import type { PeopleRepository } from '../people/index'
import type { EventRow, OrderEventsRepository, StoredSetting } from './orderEvents.repository'
import type { Readers } from './readers'

type Output<Name extends 'listOrderEvents' | 'setOrderEvents'> = z.output<
  NonNullable<(typeof alertsContract)[Name]['~orpc']['outputSchema']>
>
type Input = z.output<NonNullable<(typeof alertsContract)['setOrderEvents']['~orpc']['inputSchema']>>

export interface OrderEventsDeps {
  readonly repository: OrderEventsRepository
  readonly readers: Readers
  readonly people: PeopleRepository
  readonly lastSeq: () => number
  readonly dateOf: (officeId: string, at: number) => string
}

const actionOf = new Map<string, OrderAction>(
  OrderAction.options.flatMap((action) => orderActions[action].map((command) => [command, action] as const)),
)
const commandsOf = (actions: Iterable<OrderAction>): string[] =>
  [...new Set(actions)].flatMap((action) => [...orderActions[action]])

/** Entries that one step of a page looks at, and how many steps it takes at most. */
const stepEntries = 5000
const maxSteps = 20

/**
 * The acts on orders that somebody asked for (R12-23), the newest first, of the orders that the caller may read. A page
 * may be short where long stretches of the log hold none; `next` goes on there.
 */
export function listOrderEvents(
  deps: OrderEventsDeps,
  caller: Caller,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): Output<'listOrderEvents'> {
  const stored = deps.repository.all()
  const settings = stored.map((setting) => settingView(deps, setting))
  const commands = commandsOf(stored.flatMap(({ actions }) => actions))
  if (commands.length === 0 || !deps.readers.mayRead(caller, { entity: 'order' }))
    return { items: [], settings }
  const isAsked = askedFor(deps, caller, stored)
  const items: OrderEvent[] = []
  let before = Number(after ?? deps.lastSeq() + 1) || 0
  for (let step = 0; step < maxSteps && before > 1 && items.length < limit; step += 1) {
    const from = Math.max(1, before - stepEntries)
    const rows = deps.repository.eventsBefore(before, from, commands).filter(isAsked)
    const end = wholeEntries(rows, limit - items.length)
    items.push(...visible(deps, caller, rows.slice(0, end)))
    before = end < rows.length ? (rows[end - 1]?.seq ?? from) : from
  }
  return { items, settings, ...(before > 1 ? { next: String(before) } : {}) }
}

/** How many rows make a page without breaking an entry in two. */
function wholeEntries(rows: readonly EventRow[], wanted: number): number {
  let end = Math.min(wanted, rows.length)
  while (end < rows.length && rows[end]?.seq === rows[end - 1]?.seq) end += 1
  return end
}

/** Whether a setting covers an act: whose it is, what it is, and on which day in the caller's office. */
function askedFor({ dateOf, people }: OrderEventsDeps, caller: Caller, settings: readonly StoredSetting[]) {
  const rolesOf = new Map<string, readonly string[]>()
  const hasRole = (userId: string, role: string) => {
    const roles = rolesOf.get(userId) ?? people.users.find(userId)?.roles ?? []
    rolesOf.set(userId, roles)
    return roles.includes(role)
  }
  const isOf = (setting: StoredSetting, userId: string) =>
    setting.scope === 'all' ||
    setting.userId === userId ||
    (setting.role !== undefined && hasRole(userId, setting.role))
  return ({ actorId, at, command }: EventRow): boolean => {
    const action = actionOf.get(command)
    if (!action) return false
    const day = dateOf(caller.officeId, at)
    return settings.some(
      (setting) =>
        setting.actions.includes(action) &&
        setting.from <= day &&
        (setting.to === undefined || day <= setting.to) &&
        isOf(setting, actorId),
    )
  }
}

function visible(
  { readers, repository }: OrderEventsDeps,
  caller: Caller,
  rows: readonly EventRow[],
): OrderEvent[] {
  const ids = [...new Set(rows.map(({ orderId }) => orderId))]
  const found = new Map<string, { number: string; title: string }>()
  for (let at = 0; at < ids.length; at += 200)
    for (const { recordId, ...names } of readers.find(caller, 'order', { id: ids.slice(at, at + 200) }, 200))
      found.set(recordId, names)
  const deletedNumber = (orderId: string) => {
    const order =
      caller.permissions.get('orders.read') === 'all' ? repository.deletedOrder(orderId) : undefined
    return order && caller.officeIds.some((id) => id === order.officeId) ? order.number : undefined
  }
  return rows.flatMap((row) => {
    const names = found.get(row.orderId)
    const action = actionOf.get(row.command)
    const number = names?.number ?? deletedNumber(row.orderId)
    if (!action || number === undefined) return []
    const { at, actorName = '', command, orderId, reason, seq } = row
    const id = `${String(seq)}.${orderId}`
    const customer = names ? { customerName: names.title } : {}
    const said = reason === undefined ? {} : { reason }
    const order = { orderId: OrderId.parse(orderId), orderNumber: number }
    return [{ id, at, userName: actorName, action, command, ...order, ...customer, ...said }]
  })
}

/**
 * Says which acts on orders are events, for everybody, a role or a user; without actions none of theirs (R12-23).
 *
 * @throws FORBIDDEN for others than oneself without settings.write, PERIOD_INVALID, NOT_FOUND, CONFLICT
 */
export function setOrderEvents(
  deps: OrderEventsDeps,
  { caller }: Act,
  { actions, expectedVersion, from, scope, to }: Input,
): Outcome<Output<'setOrderEvents'>> {
  const isOwn = scope.kind === 'user' && scope.userId === caller.userId
  if (!isOwn) assertMay(caller, 'settings.write')
  if (to !== undefined && to < from) throw domainError(alertsErrors, 'PERIOD_INVALID', { field: 'to' })
  if (scope.kind === 'user') deps.people.users.get(scope.userId)
  const { settings } = deps.repository
  const held = deps.repository.settingOf(scope)
  const mine = { from, to, actions: [...new Set(actions)] }
  if (held) assertVersion('orderEventSetting', held, expectedVersion ?? 0, mine)
  const changes: EntityChange[] = []
  if (actions.length === 0) changes.push(...(held ? [settings.remove(held)] : []))
  else if (held) changes.push(...settings.update(held, { ...held, ...mine }).changes)
  else changes.push(settings.insert({ id: newSettingId(), version: 1, ...placed(scope), ...mine }))
  const view = deps.repository.all().map((setting) => settingView(deps, setting))
  return outcome({ settings: view }, changes)
}

const newSettingId = () => OrderEventSettingId.parse(mintId())

function placed(scope: OrderEventScope): Pick<StoredSetting, 'scope' | 'role' | 'userId'> {
  return {
    scope: scope.kind,
    role: scope.kind === 'group' ? scope.role : undefined,
    userId: scope.kind === 'user' ? scope.userId : undefined,
  }
}

/** The settings of a user who is deleted go too. */
export function removeSettingsOf({ settings }: OrderEventsRepository, userId: string): EntityChange[] {
  return settings.where('userId', userId).map((setting) => settings.remove(setting))
}

function settingView({ people }: OrderEventsDeps, setting: StoredSetting): OrderEventSetting {
  const { role, scope, userId, ...period } = setting
  const name = userId === undefined ? undefined : people.users.find(userId)?.displayName
  return {
    ...period,
    actions: [...period.actions],
    ...(name === undefined ? {} : { userName: name }),
    scope: scopeOf(scope, role, userId),
  }
}

function scopeOf(
  kind: StoredSetting['scope'],
  role: StoredSetting['role'],
  userId: StoredSetting['userId'],
): OrderEventScope {
  if (kind === 'group' && role !== undefined) return { kind, role }
  if (kind === 'user' && userId !== undefined) return { kind, userId }
  return { kind: 'all' }
}
