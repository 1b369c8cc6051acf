import type { BoardBar, BoardHours, BoardRow, BoardWorkerRow } from '@/components/board/board.types'
import { ActivityId, TeamId, WorkerId } from '@contract/id'
import { createChance, type Chance } from '../chance'

export interface BoardSize {
  readonly workers: number
  readonly days: number
  readonly activities: number
  /** So many more for one technician. */
  readonly crowd: number
}
export interface BoardPlan {
  readonly from: number
  readonly to: number
  readonly zone: string
  readonly rows: readonly BoardRow[]
  readonly workers: readonly BoardWorkerRow[]
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const teamSize = 20
/** Monday 2 March 2026 in Oslo. */
const monday = Date.UTC(2026, 2, 1, 23)
const places = ['Sandvika', 'Lysaker', 'Asker', 'Drammen', 'Lillestrøm', 'Ski', 'Moss', 'Hamar']
const people = ['Ola', 'Kari', 'Per', 'Liv', 'Nina', 'Jon', 'Anne', 'Lars']
const skills = ['ELEV 3', 'ELEV 2, DOOR 1', 'DOOR 2', 'LAUNDRY 4, ELEV 1']

/** The same plan for every board that is measured. */
export function boardPlan({ activities, crowd, days, workers }: BoardSize): BoardPlan {
  const chance = createChance(7)
  const hours = workingHours(days)
  const rows: BoardRow[] = []
  const all: BoardWorkerRow[] = []
  for (let at = 0; at < workers; at += 1) {
    if (at % teamSize === 0) rows.push(team(at / teamSize))
    const many = Math.floor(((at + 1) * activities) / workers) - Math.floor((at * activities) / workers)
    const worker = workerRow(at, many + (at === 3 ? crowd : 0), { chance, days, hours })
    rows.push(worker)
    all.push(worker)
  }
  return { from: monday, to: monday + days * dayMs, zone: 'Europe/Oslo', rows, workers: all }
}

function team(number: number): BoardRow {
  const teamId = TeamId.parse(uuid(1, number))
  return { kind: 'team', key: teamId, teamId, name: `T${number + 1}`, text: '20', isOpen: true, bars: [] }
}

interface Span {
  readonly chance: Chance
  readonly days: number
  readonly hours: BoardHours
}

function workerRow(at: number, many: number, span: Span): BoardWorkerRow {
  const { chance, days, hours } = span
  const workerId = WorkerId.parse(uuid(2, at))
  const bars = Array.from({ length: many }, (_none, place) => bar(at * 10_000 + place, span))
  const start = monday + chance.below(days) * dayMs + 12 * hourMs
  return {
    ...{ kind: 'worker', key: workerId, workerId, hours, bars },
    name: `${people[at % people.length] ?? ''} ${at + 1}`,
    text: skills[at % skills.length] ?? '',
    away: at % 5 === 0 ? [{ from: start, to: start + 4 * hourMs, text: 'Training' }] : [],
    loads: Array.from({ length: days }, (_none, day) => ({
      date: new Date(monday + day * dayMs + dayMs / 2).toISOString().slice(0, 10),
      planned: day % 7 > 4 ? (at % 9 === 0 ? 60 : 0) : 120 + chance.below(480),
      capacity: day % 7 > 4 ? 0 : 480,
    })),
  }
}

function bar(number: number, { chance, days }: Span): BoardBar {
  const duration = 15 * (2 + chance.below(8))
  const start = monday + chance.below(days) * dayMs + (7 * 4 + chance.below(36)) * 15 * minuteMs
  const isClosed = chance.below(8) === 0
  const due = start + (chance.below(20) - 4) * hourMs
  return {
    ...{ id: ActivityId.parse(uuid(3, number)), start, end: start + duration * minuteMs, duration },
    label: chance.pick(places),
    orderNumber: `OSL-SO-${String(number).padStart(6, '0')}`,
    subject: 'Inspection',
    priority: chance.pick(['high', 'normal', 'normal', 'low'] as const),
    look: isClosed ? 'closed' : chance.below(12) === 0 ? 'draft' : 'dispatched',
    pattern: chance.pick(['plain', 'plain', 'stripes', 'dots', 'cross'] as const),
    locked: chance.below(10) === 0,
    hasConflict: chance.below(15) === 0,
    ...(chance.below(2) === 0 ? { dueAt: due, warnsAt: due - 2 * hourMs } : {}),
  }
}

function workingHours(days: number): BoardHours {
  const shifts = Array.from({ length: days }, (_none, day) => monday + day * dayMs)
    .filter((_day, at) => at % 7 < 5)
    .map((day) => ({ start: day + 8 * hourMs, end: day + 16 * hourMs }))
  const holiday = monday + 9 * dayMs
  return {
    working: shifts.filter(({ start }) => start < holiday || start >= holiday + dayMs),
    holidays: [{ from: holiday, to: holiday + dayMs, name: 'Holiday' }],
  }
}

function uuid(kind: number, number: number): string {
  return `0195e000-0000-7${String(kind)}00-8000-${number.toString(16).padStart(12, '0')}`
}
