import { Temporal } from 'temporal-polyfill'
import type { BoardBar, BoardRow, BoardWorkerRow } from '@/components/board/board.types'
import { ActivityId, TeamId, WorkerId } from '../../electron/shared/contract/id'

export const oslo = 'Europe/Oslo'

/** An instant of Oslo's clock. */
export const at = (local: string) =>
  Temporal.PlainDateTime.from(local).toZonedDateTime(oslo).epochMilliseconds

const uuid = (kind: number, number: number) =>
  `0195e000-0000-7${kind}00-8000-${String(number).padStart(12, '0')}`
export const activityId = (number: number) => ActivityId.parse(uuid(3, number))
export const workerId = (number: number) => WorkerId.parse(uuid(2, number))
export const teamId = (number: number) => TeamId.parse(uuid(1, number))

/** A bar of the board, from and to on Oslo's clock. */
export function bar(number: number, from: string, to: string, more: Partial<BoardBar> = {}): BoardBar {
  const [start, end] = [at(from), at(to)]
  return {
    ...{ id: activityId(number), start, end, duration: (end - start) / 60_000 },
    ...{ label: 'Sandvika', orderNumber: `OSL-SO-${String(number).padStart(6, '0')}`, subject: 'Visit' },
    ...{ priority: 'normal', look: 'dispatched', pattern: 'plain', locked: false, hasConflict: false },
    ...more,
  }
}

/** A worker on Tuesday 10 March 2026, 08 to 16. */
export function workerRow(number: number, name: string, bars: readonly BoardBar[] = []): BoardWorkerRow {
  return {
    ...{ kind: 'worker', key: `w${number}`, workerId: workerId(number), name, text: '', bars },
    ...{ away: [], loads: [] },
    hours: { working: [{ start: at('2026-03-10T08:00'), end: at('2026-03-10T16:00') }], holidays: [] },
  }
}

export function teamRow(number: number): BoardRow {
  return { kind: 'team', key: `t${number}`, teamId: teamId(number), name: `T${number}`, text: '', isOpen: true, bars: [] } // prettier-ignore
}
