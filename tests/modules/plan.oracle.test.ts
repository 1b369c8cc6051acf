import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Agenda, SearchTerms } from '../../electron/modules/dispatch/agenda.rules'
import { conflictsOf } from '../../electron/modules/dispatch/conflicts.rules'
import { improvePlan } from '../../electron/modules/dispatch/improve.rules'
import {
  compareJobs,
  compareMeasures,
  planInTurn,
  type Plan,
  type PlanJob,
} from '../../electron/modules/dispatch/plan.rules'
import { job, person, terms, type NeedSpec, type PersonSpec } from '../support/dispatchAgendas'
import { faultsOf, oraclePlan, rowsOf } from '../support/planOracle'

const plans = Number(process.env['AFTERCARE_DAY_PLANS'] ?? 60)
const patience = 20_000 + 20 * plans
const seed = Number(process.env['AFTERCARE_FUZZ_SEED'] ?? 1)

interface Day {
  readonly date: string
  readonly jobs: readonly PlanJob[]
  readonly agendas: readonly Agenda[]
  readonly terms: SearchTerms
}

const place = fc.option(
  fc.record({
    latitude: fc.integer({ min: 59_700_000, max: 60_000_000 }),
    longitude: fc.integer({ min: 10_200_000, max: 11_100_000 }),
  }),
  { nil: undefined, freq: 6 },
)
const clockTime = fc
  .integer({ min: 6 * 12, max: 20 * 12 })
  .map(
    (fives) =>
      `${String(Math.floor(fives / 12)).padStart(2, '0')}:${String((fives % 12) * 5).padStart(2, '0')}`,
  )
const skills = fc.dictionary(fc.constantFrom('ELEV', 'DOOR'), fc.integer({ min: 1, max: 3 }), { maxKeys: 2 })
const maybe = <One>(one: fc.Arbitrary<One>) => fc.option(one, { nil: undefined, freq: 2 })

const personSpec: fc.Arbitrary<PersonSpec> = fc
  .record({
    base: place,
    shifts: fc.constantFrom(
      ['08:00-16:00'],
      ['07:05-11:30', '12:00-15:40'],
      ['06:00-22:00'],
      ['00:00-04:00', '10:00-14:00'],
      [],
    ),
    ...{ skills, team: fc.constantFrom('T1', 'T2') },
    absent: fc.constantFrom([], [], ['09:00-10:10'], ['00:00-23:59']),
    maxMinutes: fc.constantFrom(undefined, undefined, 120, 300),
    endDate: fc.constantFrom(undefined, undefined, undefined, '2026-01-31'),
    busy: fc.subarray(['08:00-09:20', '11:00-11:45', '13:10-15:00']),
    at: fc.array(place, { minLength: 3, maxLength: 3 }),
  })
  .map(({ at, busy, endDate, team, ...spec }) => ({
    ...spec,
    ...(endDate === undefined ? {} : { endDate }),
    team,
    work: busy.map((times, index) => [`B${String(index)}`, times, at[index]] as const),
  }))

const jobSpec = fc.record({
  minutes: fc.integer({ min: 1, max: 50 }).map((fives) => fives * 5),
  place,
  earliest: maybe(clockTime),
  latest: maybe(clockTime),
  sla: maybe(clockTime),
  skills,
  team: maybe(fc.constantFrom('T1', 'T2')),
  preferred: maybe(fc.constantFrom('W0', 'W1')),
  priority: fc.constantFrom('high', 'normal', 'low'),
  size: fc.constantFrom(1, 1, 1, 2, 3),
})

const day: fc.Arbitrary<Day> = fc
  .record({
    // An ordinary Tuesday, and the days on which the clocks change.
    date: fc.constantFrom('2026-03-10', '2026-03-10', '2026-03-29', '2026-10-25'),
    people: fc.array(personSpec, { minLength: 1, maxLength: 4 }),
    jobs: fc.array(jobSpec, { minLength: 1, maxLength: 9 }),
    commuteCounts: fc.boolean(),
    gridMinutes: fc.constantFrom(15, 15, 10, 60),
  })
  .map(({ commuteCounts, date, gridMinutes, jobs, people }) => ({
    date,
    agendas: people.map((spec, index) => person(`W${String(index)}`, spec, date)),
    jobs: jobs
      .map(({ priority, size, ...spec }, index) =>
        job(`A${String(index)}`, priority, given(spec), size, date),
      )
      .sort(compareJobs),
    terms: { ...terms, now: 0, commuteCounts, gridMinutes },
  }))

/** Without the fields that are not given. */
function given(
  spec: { [Key in keyof NeedSpec]?: NeedSpec[Key] | undefined } & { minutes: number },
): NeedSpec {
  const fields = Object.entries(spec).filter(([, value]) => value !== undefined)
  return { minutes: spec.minutes, ...Object.fromEntries(fields) }
}

function ended<Answer>(steps: Generator<unknown, Answer>): Answer {
  let step = steps.next()
  while (!step.done) step = steps.next()
  return step.value
}
const baselineOf = (given: Day): Plan => ended(planInTurn(given.jobs, given.agendas, given.terms))
const faults = (plan: Plan, { agendas, date, jobs, terms: used }: Day) =>
  faultsOf(plan, jobs, agendas, used, date)

/** Warnings that the table of conflicts has for a plan, other than those it may have (R07-45). */
function warnings({ agendas, placements }: Plan, { commuteCounts, now, travel }: SearchTerms): string[] {
  const finalOf = new Map(agendas.map((agenda) => [agenda.candidate.id, agenda]))
  return placements.flatMap(({ job: { memberIds, need, number }, offer }) =>
    offer.offers.flatMap(({ agenda, slot }, turn) => {
      const { candidate, work } = finalOf.get(agenda.candidate.id) ?? agenda
      const subject = { ...need, id: memberIds[turn] ?? need.id, slot }
      const rules = { travel, commuteCounts, now, allowsInactiveWorkers: false }
      return conflictsOf(subject, { ...candidate.facts, work }, rules)
        .filter(({ code, level }) => level !== 'info' && code !== 'SLA_LATE' && code !== 'PARTS_MISSING')
        .map(({ code }) => `${number} ${code}`)
    }),
  )
}

describe('auto-plan against a slow oracle (R07-45)', () => {
  it(
    `R07-45: ${String(plans)} random days are planned as brute force plans them, without a broken rule`,
    () => {
      fc.assert(
        fc.property(day, (given) => {
          const plan = baselineOf(given)

          expect(rowsOf(plan)).toEqual(oraclePlan(given.jobs, given.agendas, given.terms, given.date))
          expect(faults(plan, given)).toEqual([])
          expect(warnings(plan, given.terms)).toEqual([])
        }),
        { seed, numRuns: plans },
      )
    },
    patience,
  )

  it(
    'R-07.06: improved days break no rule, are the same twice, and never worse',
    () => {
      fc.assert(
        fc.property(day, (given) => {
          const baseline = baselineOf(given)
          const improve = () => ended(improvePlan(baseline, given.jobs, given.agendas, given.terms, 25))
          const plan = improve()

          expect(rowsOf(improve())).toEqual(rowsOf(plan))
          expect(compareMeasures(plan.measure, baseline.measure)).toBeLessThanOrEqual(0)
          expect(faults(plan, given)).toEqual([])
          expect(warnings(plan, given.terms)).toEqual([])
        }),
        { seed, numRuns: Math.ceil(plans / 3) },
      )
    },
    patience,
  )
})
