import type { CalendarId } from '../../shared/contract/id'
import type { FrozenSla } from '../../shared/contract/sla'
import { joinedTime, localDate, type OpenTime } from '../calendars/index'
import {
  allowanceOf,
  countedToStop,
  crossingOf,
  stretchesOf,
  type EntryFacts,
  type Stretch,
} from './clock.rules'
import type { Condition, DerivedClock, StoredClock } from './clocks.repository'
import type { FollowingClock } from './recompute.repository'
import { complianceOf, isExceeded, outcomeOf, responseOutcome } from './outcome.rules'
import type { SlaDeps } from './sla.deps'
import { crossingsOf, stepKey, type StepThreshold } from './steps.rules'

const minuteMs = 60_000

/** What an order's clock runs on: its open time from place to place, its stretches and what it allows. */
export interface RunningClock {
  readonly frozen: FrozenSla
  readonly open: OpenTime
  readonly stretches: readonly Stretch[]
  readonly allowanceMs: number
}

interface Deps {
  readonly slas: Pick<SlaDeps['slas'], 'countryOf'>
  readonly calendars: Pick<SlaDeps['calendars'], 'openTime'>
}

/** The calendar that a service level's stands for at the sites of a country (R06-25). */
export function placeTime(
  { calendars, slas }: Deps,
  calendarId: CalendarId | undefined,
  { country, zone }: Pick<Condition, 'zone' | 'country'>,
): OpenTime {
  const derived =
    calendarId === undefined || country === undefined ? undefined : slas.countryOf(calendarId, country)
  return calendars.openTime(derived?.derivedCalendarId ?? calendarId, zone)
}

/** Open time of a clock, read in the zone where the order's site was at each instant (R06-27). */
export function clockTime(
  deps: Deps,
  { calendarId }: Pick<FrozenSla, 'calendarId'>,
  conditions: readonly Condition[],
): OpenTime {
  const [first, ...others] = conditions
  if (!first) throw new Error('a clock that was started has a condition')
  const pieceOf = (condition: Condition) => ({
    from: condition.at,
    open: placeTime(deps, calendarId, condition),
  })
  const moves = others.filter(({ country, zone }, index) => {
    const before = index === 0 ? first : others[index - 1]
    return zone !== before?.zone || country !== before.country
  })
  return joinedTime([pieceOf(first), ...moves.map(pieceOf)])
}

/** The clock as it runs now; undefined before its first Start. */
export function runningClock(
  deps: Deps,
  { conditions, frozen }: Pick<StoredClock, 'conditions' | 'frozen'>,
  entries: readonly EntryFacts[],
): RunningClock | undefined {
  const last = conditions.at(-1)
  if (!frozen || !last) return undefined
  return {
    frozen,
    open: clockTime(deps, frozen, conditions),
    stretches: stretchesOf(entries),
    allowanceMs: allowanceOf(frozen, last.priority) * minuteMs,
  }
}

export interface ClockFacts<Clock extends FollowingClock = StoredClock> {
  readonly clock: Clock
  readonly entries: readonly EntryFacts[]
  readonly fired: readonly StepThreshold[]
  readonly officeZone: string
}

/** A clock with everything that follows. */
export function withDerivedClock(deps: Deps, facts: ClockFacts): StoredClock {
  return { ...facts.clock, ...deriveClock(deps, facts) }
}

/**
 * What follows from a clock's entries, conditions and the calendars as they are (R06-22, R06-26, R06-30, R06-40,
 * R06-50); a measured one keeps its figures.
 */
export function deriveClock(
  deps: Deps,
  { clock, entries, fired, officeZone }: ClockFacts<FollowingClock>,
): DerivedClock {
  const running = runningClock(deps, clock, entries)
  if (!running) return notStarted
  const { allowanceMs, frozen, open, stretches } = running
  const isCanceled = clock.status === 'canceled'
  const elapsed = clock.finalElapsed ?? Math.floor(countedToStop(open, stretches) / 1000)
  const allowance = clock.finalAllowance ?? allowanceMs / 1000
  // Stopped with all of the allowance counted, it is not exceeded yet, but paused (R06-14).
  const isPausedInTime =
    clock.status === 'stopped' && clock.finalStop === undefined && !isExceeded(elapsed, allowance)
  const deadline = isCanceled || isPausedInTime ? undefined : crossingOf(open, stretches, allowanceMs)
  const responseDue = responseDueOf(running)
  const measuredAt = isCanceled ? stretches.at(-1)?.to : (clock.finalStop ?? deadline)
  const isMeasured = clock.finalStop !== undefined && !isCanceled
  return {
    outcome: isCanceled ? 'notMeasured' : isMeasured ? outcomeOf(elapsed, allowance) : 'open',
    ...{ elapsed, allowance, responseDue },
    latestCompletion: deadline,
    compliance: isMeasured ? complianceOf(elapsed, allowance) : undefined,
    responseOutcome: isCanceled ? 'notMeasured' : responseOf(running, clock, responseDue),
    nextStepAt: isCanceled ? undefined : nextStep(running, clock.changedAt, fired),
    isCalendarEmpty: clock.status === 'running' && deadline === undefined,
    isRecomputing: false,
    calendarId: frozen.calendarId,
    measuredOn: measuredAt === undefined ? undefined : localDate(officeZone, measuredAt),
  }
}

const notStarted: DerivedClock = {
  ...{ latestCompletion: undefined, compliance: undefined, responseDue: undefined, nextStepAt: undefined },
  ...{ outcome: 'notMeasured', responseOutcome: 'notMeasured', elapsed: 0, allowance: 0 },
  ...{ isCalendarEmpty: false, isRecomputing: false },
}

function nextStep(
  { allowanceMs, frozen, open, stretches }: RunningClock,
  changedAt: number,
  fired: readonly StepThreshold[],
): number | undefined {
  const done = new Set(fired.map(stepKey))
  const steps = frozen.steps.filter((step) => !done.has(stepKey(step)))
  if (steps.length === 0) return undefined
  return crossingsOf(open, { stretches, allowanceMs, changedAt, steps })[0]?.at
}

/** Measured from the start, without pauses (R06-45). */
function responseDueOf({ frozen, open, stretches }: RunningClock): number | undefined {
  const [first] = stretches
  if (!first || frozen.responseAllowance === undefined) return undefined
  return open.reached(first.from, frozen.responseAllowance * minuteMs)
}

function responseOf(
  { frozen, open, stretches }: RunningClock,
  { finalStop, firstResponse }: FollowingClock,
  due: number | undefined,
) {
  const from = stretches[0]?.from
  const counted =
    firstResponse === undefined || from === undefined ? undefined : open.counted(from, firstResponse)
  const { responseAllowance } = frozen
  return responseOutcome({ responseAllowance, counted, due, endedAt: finalStop })
}
