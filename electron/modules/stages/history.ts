import type { Act } from '../../db/act'
import type { EntityChange } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import type { Inserter } from '../../db/records'
import { type OrderId, StageHistoryId } from '../../shared/contract/id'
import type { Language } from '../../shared/contract/session'
import type { StageDirection, StageHistoryEntry } from '../../shared/contract/stages'
import { actingRole, minutesBetween } from './move.rules'
import type { CalendarReader } from '../calendars/index'
import { textIn } from './stage.rules'
import type { StagesRepository, StoredHistory, StoredReason, StoredStage } from './stages.repository'

export interface HistoryDeps {
  readonly repository: StagesRepository
  readonly workingMinutes: CalendarReader['workingMinutes']
  /** The service calendar; undefined when there is none. */
  readonly serviceCalendarId: () => string | undefined
}

export interface Move {
  readonly order: { readonly id: OrderId; readonly siteZone: string }
  readonly direction: StageDirection
  readonly from?: StoredStage | undefined
  readonly to: StoredStage
  readonly reason?: StoredReason | undefined
  readonly comment?: string | undefined
}

/** Writes the next row of an order's history, with copies of codes and descriptions and the time in the stage before. */
export function addHistory(
  { repository, workingMinutes, serviceCalendarId }: HistoryDeps,
  { at, caller }: Act,
  { order, direction, from, to, reason, comment }: Move,
): { entry: StoredHistory; change: EntityChange } {
  const last = repository.lastOf(order.id)
  const calendarId = serviceCalendarId()
  const entry: StoredHistory = {
    id: StageHistoryId.parse(mintId()),
    version: 1,
    orderId: order.id,
    seq: (last?.seq ?? 0) + 1,
    direction,
    ...(from && { fromStageId: from.id, fromCode: from.code, fromDescription: from.description }),
    ...enteredBy({ at, caller }, to),
    ...reasonFields(reason),
    comment: comment === '' ? undefined : comment,
    ...(last && from && { minutesInPrevious: minutesBetween(last.at, at) }),
    ...(last &&
      from &&
      calendarId !== undefined && {
        workingMinutesInPrevious: workingMinutes(calendarId, order.siteZone, last.at, Math.max(last.at, at)),
      }),
  }
  return { entry, change: repository.history.insert(entry) }
}

/** Which stage it is, who moves there, and when. */
function enteredBy({ at, caller }: Pick<Act, 'at' | 'caller'>, to: StoredStage) {
  return {
    ...{ toStageId: to.id, toCode: to.code, toDescription: to.description },
    ...{ byId: caller.userId, role: actingRole(caller.roles, to), at, deviceId: caller.deviceId },
  }
}

/** Begins the histories of very many new orders: their first rows are alike. */
export function openHistories(
  { repository }: Pick<HistoryDeps, 'repository'>,
  act: Act,
  to: StoredStage,
): Inserter<OrderId> {
  const rows = repository.history.inserter()
  const entered = enteredBy(act, to)
  return {
    insert: (orderId) =>
      rows.insert({
        ...{ id: StageHistoryId.parse(mintId()), version: 1, orderId, seq: 1, direction: 'create' },
        ...entered,
      }),
    flush: () => rows.flush(),
  }
}

/** The copies that a row keeps of its reason. */
export function reasonFields(
  reason: StoredReason | undefined,
): Pick<StoredHistory, 'reasonId' | 'reasonCode' | 'reasonDescription'> {
  if (!reason) return {}
  return { reasonId: reason.id, reasonCode: reason.code, reasonDescription: reason.description }
}

/** The row as answered: the descriptions of the time of the move, in the caller's language. */
export function entryView(
  { fromDescription, toDescription, reasonDescription, ...entry }: StoredHistory,
  language: Language,
  userName: (userId: string) => string,
): StageHistoryEntry {
  return {
    ...entry,
    ...(fromDescription && { fromName: textIn(fromDescription, language) }),
    toName: textIn(toDescription, language),
    ...(reasonDescription && { reasonName: textIn(reasonDescription, language) }),
    byName: userName(entry.byId),
  }
}
