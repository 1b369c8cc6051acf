import { z } from 'zod'
import { crud, Reason, recordRef } from './crud'
import { refusals } from './domainError'
import { AlertId, AlertRuleId, OrderEventSettingId, OrderId, UserId, Version } from './id'
import { listInput, pageOf } from './page'
import { Role } from './permission'
import { command, query } from './procedure'
import { Instant, LocalDate } from './time'

/** What rules watch. */
export const AlertEntity = z.enum([
  'order',
  'case',
  'customer',
  'object',
  'item',
  'worker',
  'billingAccount',
  'agreement',
])
export type AlertEntity = z.infer<typeof AlertEntity>
/** `dueIn`: a date comes near or has passed; `threshold`: a value is over or under a limit. */
export const AlertEvent = z.enum(['created', 'changed', 'dueIn', 'threshold'])
export type AlertEvent = z.infer<typeof AlertEvent>
export const AlertSide = z.enum(['before', 'after'])
export type AlertSide = z.infer<typeof AlertSide>
export const AlertComparison = z.enum(['above', 'below'])
export type AlertComparison = z.infer<typeof AlertComparison>
/** `mailDraft`: the alert in the inbox can be saved as a mail that is ready to be sent. */
export const AlertChannel = z.enum(['inApp', 'mailDraft'])
export type AlertChannel = z.infer<typeof AlertChannel>

type Watched = Readonly<Record<Exclude<AlertEvent, 'created'>, readonly string[]>>
/** The fields that a rule may name. Keys (numbers, codes) are none of them: renaming one alerts nobody (R12-21). */
export const alertFields: Readonly<Record<AlertEntity, Watched>> = {
  order: {
    changed: ['stageId', 'priority', 'preferredServiceAt', 'preferredTechnicianId', 'responsibleId', 'customerId'],
    dueIn: ['preferredServiceAt', 'preferredUntil', 'serviceDate'],
    threshold: ['salesAmount', 'minutesInStage'],
  },
  case: { changed: ['status', 'priority', 'ownerId', 'categoryId'], dueIn: ['createdAt'], threshold: [] },
  customer: { changed: ['status', 'groupId', 'billToId', 'paymentTerms'], dueIn: [], threshold: [] },
  object: { changed: ['status', 'customerId', 'siteId'], dueIn: ['warrantyUntil'], threshold: [] },
  item: {
    changed: ['blocked', 'kind', 'categoryId'],
    dueIn: ['sellEnd', 'priceValidTo', 'costValidTo'],
    threshold: [],
  },
  worker: { changed: ['active', 'officeId', 'calendarId'], dueIn: ['endDate', 'skillValidTo'], threshold: [] },
  billingAccount: { changed: ['status', 'type', 'paymentTerms'], dueIn: [], threshold: [] },
  agreement: {
    changed: ['status', 'responsibleId', 'preferredTechnicianId', 'groupId'],
    dueIn: ['endsOn', 'noticeDeadline'],
    threshold: [],
  },
} // prettier-ignore

const ruleFields = {
  name: z.string().trim().min(1).max(80),
  entity: AlertEntity,
  event: AlertEvent,
  /** Of `alertFields`; none with `created`. */
  field: z.string().max(60).optional(),
  /** With `dueIn`: so many days before or after the date; 0 is on it. */
  days: z.int().min(0).max(3650).optional(),
  side: AlertSide.optional(),
  comparison: AlertComparison.optional(),
  /** With `threshold`: minutes in the stage, else the minor unit. */
  value: z.int().min(0).max(1_000_000_000_000).optional(),
  /** As the list of the records takes it (conventions §7). */
  filter: z.record(z.string().max(60), z.unknown()).default({}),
  toSelf: z.boolean().default(true),
  userIds: z.array(UserId).max(100).default([]),
  roles: z.array(Role).max(6).default([]),
  channel: AlertChannel.default('inApp'),
}
/** Tells its recipients of records, as long as its owner may read them (R12-21). */
export const AlertRule = z.object({
  id: AlertRuleId,
  version: Version,
  ...ruleFields,
  filter: z.record(z.string(), z.unknown()),
  toSelf: z.boolean(),
  userIds: z.array(UserId),
  roles: z.array(Role),
  channel: AlertChannel,
  active: z.boolean(),
  ownerId: UserId,
  ownerName: z.string(),
  /** The owner may not read what it watches any more: it is silent. */
  isBlocked: z.boolean(),
  /** Whether the caller may change it. */
  isOwn: z.boolean(),
})
export type AlertRule = z.infer<typeof AlertRule>
const { isBlocked: _isBlocked, isOwn: _isOwn, ...ruleShape } = AlertRule.shape

/** What a rule found; open until it is dismissed or not true any more. */
export const Alert = z.object({
  id: AlertId,
  version: Version,
  ruleId: AlertRuleId,
  ruleName: z.string(),
  channel: AlertChannel,
  entity: AlertEntity,
  recordId: z.uuid(),
  /** The record's number and name, as the caller may read them now. */
  number: z.string(),
  title: z.string(),
  event: AlertEvent,
  field: z.string().optional(),
  /** The date, the instant or the limit that it is about. */
  dueOn: LocalDate.optional(),
  dueAt: Instant.optional(),
  value: z.int().optional(),
  /** How many days before the end of an agreement it came (R02-28). */
  days: z.int().optional(),
  at: Instant,
})
export type Alert = z.infer<typeof Alert>
const alertShape = {
  id: Alert.shape.id,
  ruleId: Alert.shape.ruleId,
  entity: AlertEntity,
  recordId: Alert.shape.recordId,
  event: AlertEvent,
  at: Instant,
}

export const AlertPreview = z.object({
  isBlocked: z.boolean(),
  /** False for rules on what happens: the records are those that they watch. */
  isNow: z.boolean(),
  items: z.array(z.object({ recordId: z.uuid(), number: z.string(), title: z.string() })),
  /** There are more than are named. */
  hasMore: z.boolean(),
})
export type AlertPreview = z.infer<typeof AlertPreview>

/** The acts on orders that are events, each with the commands it stands for. */
export const orderActions = {
  created: [
    ...['orders.createOrder', 'orders.copyOrder', 'orders.registerRequest', 'orders.splitOrder'],
    ...['orders.createFromSalesOrder', 'orders.createOrderFromCase'],
  ],
  changed: [
    ...['orders.updateOrder', 'orders.setAddress', 'orders.transferRequest', 'orders.rejectRequest'],
    ...['orders.addObjectRelation', 'orders.removeObjectRelation'],
    ...['orders.addTaskRelation', 'orders.removeTaskRelation'],
  ],
  linesChanged: [
    ...['orders.addLine', 'orders.updateLine', 'orders.cancelLine', 'orders.revokeLineCancel'],
    ...['orders.copyLines', 'orders.splitLine', 'orders.reverseLine', 'orders.findPriceAgain'],
    ...['orders.moveLines', 'orders.mergeOrders'],
  ],
  stageChanged: ['stages.changeStage', 'stages.changeStages'],
  signedOff: ['orders.signOff', 'orders.revokeSignOff'],
  posted: ['orders.postOrder', 'orders.postOrders'],
  canceled: ['orders.cancelOrder', 'orders.cancelOrders', 'orders.revokeCancel'],
  deleted: ['orders.deleteOrder', 'orders.deleteOrders'],
} as const satisfies Record<string, readonly string[]>
export const OrderAction = z.enum([
  'created', 'changed', 'linesChanged', 'stageChanged', 'signedOff', 'posted', 'canceled', 'deleted',
]) // prettier-ignore
export type OrderAction = z.infer<typeof OrderAction>

/** Whose acts: everybody's, those of a role's users, one user's. */
export const OrderEventScope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('group'), role: Role }),
  z.object({ kind: z.literal('user'), userId: UserId }),
])
export type OrderEventScope = z.infer<typeof OrderEventScope>
const eventPeriod = { from: LocalDate, to: LocalDate.optional(), actions: z.array(OrderAction).max(8) }
export const OrderEventSetting = z.object({
  id: OrderEventSettingId,
  version: Version,
  scope: OrderEventScope,
  userName: z.string().optional(),
  ...eventPeriod,
})
export type OrderEventSetting = z.infer<typeof OrderEventSetting>
const settings = z.array(OrderEventSetting)

export const OrderEvent = z.object({
  id: z.string(),
  at: Instant,
  userName: z.string(),
  action: OrderAction,
  command: z.string(),
  orderId: OrderId,
  orderNumber: z.string(),
  /** Absent for an order that is no more. */
  customerName: z.string().optional(),
  reason: z.string().optional(),
})
export type OrderEvent = z.infer<typeof OrderEvent>

export const alertsErrors = refusals('NO_ACCESS', 'PERIOD_INVALID')
const rule = crud({
  key: 'alertRuleId',
  id: AlertRuleId,
  fields: ruleFields,
  record: AlertRule,
  read: 'alerts.own',
  write: 'alerts.own',
  errors: alertsErrors,
})

export const alertsContract = {
  /** The caller's open alerts, the newest first. */
  listAlerts: query('alerts.own').input(listInput(alertShape)).output(pageOf(Alert)),
  /** Neither logged nor undone: the alert is the caller's alone. */
  dismissAlert: command('alerts.own')
    .input(recordRef('alertId', AlertId).extend({ reason: Reason }))
    .output(z.object({ id: AlertId })),
  /** The caller's own rules; with people.admin those of everybody. */
  listAlertRules: query('alerts.own').input(listInput(ruleShape)).output(pageOf(AlertRule)),
  getAlertRule: rule.get,
  createAlertRule: rule.create,
  updateAlertRule: rule.update,
  deleteAlertRule: rule.delete,
  deactivateAlertRule: rule.deactivate,
  activateAlertRule: rule.activate,
  /** What a rule would tell of now. */
  previewRule: query('alerts.own')
    .input(z.object({ ruleId: AlertRuleId }))
    .output(AlertPreview),
  /** Gives a user's rules to another, before the user is deleted. */
  transferRules: command('people.admin')
    .input(z.object({ fromUserId: UserId, toUserId: UserId, reason: Reason }))
    .output(z.object({ count: z.int() })),
  listOrderEvents: query('alerts.own')
    .input(z.object({ after: z.string().max(200).optional(), limit: z.int().min(1).max(200).default(100) }))
    .output(z.object({ items: z.array(OrderEvent), next: z.string().optional(), settings })),
  /** Which acts are events, for one scope; without actions none any more. Others than oneself: settings.write. */
  setOrderEvents: command('alerts.own')
    .input(
      z.object({
        scope: OrderEventScope,
        ...eventPeriod,
        expectedVersion: Version.optional(),
        reason: Reason,
      }),
    )
    .output(z.object({ settings }))
    .errors(alertsErrors),
}
