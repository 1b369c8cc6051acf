import { describe, expect, it } from 'vitest'
import type { Agenda, SearchTerms } from '../../electron/modules/dispatch/agenda.rules'
import { improvePlan } from '../../electron/modules/dispatch/improve.rules'
import {
  compareJobs,
  compareMeasures,
  planInTurn,
  type Plan,
  type PlanJob,
} from '../../electron/modules/dispatch/plan.rules'
import { clock, job, person, terms } from '../support/dispatchAgendas'
import { places } from '../support/dispatchPlaces'

const { asker, drammen, lillestrom, oslo, sandvika, ski } = places

function ended<Answer>(steps: Generator<unknown, Answer>): Answer {
  let step = steps.next()
  while (!step.done) step = steps.next()
  return step.value
}
function baselineOf(
  jobs: readonly PlanJob[],
  agendas: readonly Agenda[],
  more: Partial<SearchTerms> = {},
): Plan {
  return ended(planInTurn([...jobs].sort(compareJobs), agendas, { ...terms, ...more }))
}
function improved(jobs: readonly PlanJob[], agendas: readonly Agenda[], rounds?: number): Plan {
  const sorted = [...jobs].sort(compareJobs)
  return ended(improvePlan(baselineOf(jobs, agendas), sorted, agendas, terms, rounds))
}
function told({ placements, unplanned }: Plan) {
  return [
    ...placements.flatMap(({ job: { number }, offer }) =>
      offer.offers.map(
        ({ agenda, score, slot }) =>
          `${number} ${agenda.candidate.number} ${clock(slot.start)}-${clock(slot.end)} ${String(score)}`,
      ),
    ),
    ...unplanned.map(
      ({ job: { number }, reasons }) =>
        `${number} ${reasons.map(({ candidate, code }) => `${candidate.number} ${code}`).join(', ')}`,
    ),
  ]
}

/** 07 §6, B3. */
const people = [
  person('W01', { base: oslo, skills: { ELEV: 3 }, team: 'T1', shifts: ['08:00-11:30', '12:00-16:00'] }),
  person('W02', { base: drammen, skills: { ELEV: 2, DOOR: 2 }, team: 'T1' }),
]
const work = [
  job('A1', 'normal', { minutes: 120, place: lillestrom, earliest: '08:00', sla: '12:00' }),
  job('A2', 'high', { minutes: 60, place: asker, earliest: '08:00', skills: { DOOR: 1 } }),
  job('A3', 'high', { minutes: 90, place: sandvika, earliest: '10:00', latest: '12:30', sla: '14:00' }),
  job('A4', 'low', { minutes: 180, place: ski, earliest: '08:00' }),
  job('A5', 'low', { minutes: 240, place: drammen, earliest: '08:00', skills: { ELEV: 2 } }),
]

describe('auto-plan (R07-45)', () => {
  it('R-07.05: the baseline is as stated, and A5 is left over with a reason for each person', () => {
    expect(told(baselineOf(work, people))).toEqual([
      'A3 W01 10:00-11:30 66',
      'A2 W02 08:00-09:00 64',
      'A1 W02 10:00-12:00 35',
      'A4 W01 12:15-15:15 31',
      'A5 W01 NO_SLOT, W02 NO_SLOT',
    ])
  })

  it('R-07.06: improved twice it is the same, and not worse', () => {
    const [once, twice] = [improved(work, people), improved([...work].reverse(), people)]

    expect(told(twice)).toEqual(told(once))
    expect(twice.measure).toEqual(once.measure)
    expect(compareMeasures(once.measure, baselineOf(work, people).measure)).toBeLessThanOrEqual(0)
  })

  it('R-07.06: an equal plan does not replace the baseline; a better one does', () => {
    const alone = [job('A1', 'high', { minutes: 60, place: oslo, earliest: '08:00' })]
    const baseline = baselineOf(alone, people)
    expect(ended(improvePlan(baseline, alone, people, terms))).toBe(baseline)

    // The first takes the only one who could do the second.
    const rivals = [
      job('A1', 'normal', { minutes: 480, place: drammen, earliest: '08:00' }),
      job('A2', 'normal', { minutes: 420, place: drammen, skills: { DOOR: 1 }, earliest: '08:00' }),
    ]
    const both = [person('W01', { base: oslo }), person('W02', { base: drammen, skills: { DOOR: 1 } })]
    expect(baselineOf(rivals, both).measure.normal).toBe(1)
    expect(improved(rivals, both).measure.normal).toBe(2)
  })

  it('R07-45: a punctual person goes before a better one who is late; when all are, the best', () => {
    const jobs = [job('A1', 'normal', { minutes: 60, place: oslo, earliest: '08:00', sla: '10:00' })]
    const late = person('W1', { base: oslo, team: 'T1', shifts: ['10:00-16:00'] })
    const punctual = person('W2', { base: lillestrom, shifts: ['08:00-09:00'], work: [] })

    expect(told(baselineOf(jobs, [late]))).toEqual(['A1 W1 10:00-11:00 56'])
    expect(told(baselineOf(jobs, [late, punctual]))).toEqual(['A1 W2 08:00-09:00 47'])
  })

  it('3.6: a crew is planned whole or not at all', () => {
    const crew = [job('A1', 'normal', { minutes: 120, place: oslo, earliest: '08:00' }, 2)]

    expect(told(baselineOf(crew, people))).toHaveLength(2)
    expect(baselineOf(crew, people).measure.normal).toBe(2)
    expect(told(baselineOf(crew, people.slice(0, 1)))).toEqual(['A1 W01 NO_SLOT'])
  })
})
