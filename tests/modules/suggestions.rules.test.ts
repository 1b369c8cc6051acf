import { describe, expect, it } from 'vitest'
import {
  exclusionsFor,
  offersFor,
  type Job,
  type JobOffer,
} from '../../electron/modules/dispatch/crews.rules'
import type { Agenda, SearchTerms } from '../../electron/modules/dispatch/agenda.rules'
import { clock, date, job, person, terms, type NeedSpec } from '../support/dispatchAgendas'
import { places } from '../support/dispatchPlaces'

const { asker, drammen, lillestrom, lysaker, oslo, sandvika } = places

/** Who, when, and the score. */
function told(offers: readonly JobOffer[]): string[] {
  return offers.flatMap(({ offers: persons }) =>
    persons.map(
      ({ agenda, score, slot }) =>
        `${agenda.candidate.number} ${clock(slot.start)}-${clock(slot.end)} ${String(score)}`,
    ),
  )
}

function asked(spec: NeedSpec, agendas: readonly Agenda[], more: Partial<SearchTerms> = {}): string[] {
  return told(offersFor(job('NEW', 'normal', spec), agendas, { ...terms, ...more }))
}

function excluded(jobToDo: Job, agendas: readonly Agenda[]) {
  const found = exclusionsFor(jobToDo, agendas, offersFor(jobToDo, agendas, terms))
  return found.map(({ candidate, code }) => `${candidate.number} ${code}`)
}

describe('suggestions (R07-40)', () => {
  const ola = person('W01', {
    ...{ base: oslo, skills: { ELEV: 3 }, team: 'T1' },
    work: [
      ['A', '08:00-09:30', lysaker],
      ['B', '13:00-15:00', asker],
    ],
  })
  const kari = person('W02', {
    ...{ base: drammen, skills: { ELEV: 2 }, team: 'T1', work: [['C', '08:00-12:00', drammen]] },
  })
  const per = person('W03', { base: oslo, skills: { ELEV: 1 }, team: 'T1' })
  const liv = person('W04', { base: asker, skills: { ELEV: 2 }, team: 'T2', absent: ['12:00-16:00'] })
  const visit = job('NEW', 'normal', {
    ...{ minutes: 90, place: sandvika, earliest: '09:00', latest: '15:00', sla: '13:00' },
    ...{ skills: { ELEV: 2 }, preferred: 'W02', team: 'T1' },
  })

  it('R-07.04: W01 59, W04 56, W02 47 with their slots and parts; W03 is excluded by his level', () => {
    const offers = offersFor(visit, [ola, kari, per, liv], terms)
    const exclusions = exclusionsFor(visit, [ola, kari, per, liv], offers)

    expect(told(offers)).toEqual(['W01 09:45-11:15 59', 'W04 09:00-10:30 56', 'W02 12:45-14:15 47'])
    expect(offers.flatMap((one) => one.offers.map(({ parts }) => Object.values(parts)))).toEqual([
      [0, 10, 25, 7, 17],
      [0, 0, 24, 12, 20],
      [20, 10, 11, 6, 0],
    ])
    expect(offers.flatMap((one) => one.offers.map(({ inputs }) => inputs))).toMatchObject([
      { travelMinutes: 11, plannedMinutes: 300, capacityMinutes: 480, lateMinutes: 45, isSlaLate: false },
      { travelMinutes: 13, plannedMinutes: 90, capacityMinutes: 240, lateMinutes: 0, isSlaLate: false },
      { travelMinutes: 38, plannedMinutes: 330, capacityMinutes: 480, lateMinutes: 225, isSlaLate: true },
    ])
    expect(exclusions).toMatchObject([
      { candidate: { number: 'W03' }, code: 'SKILL_LEVEL', skill: 'ELEV', level: 1, neededLevel: 2 },
    ])
  })

  it('R07-40: nobody is excluded without saying why', () => {
    const people = [
      person('W1', { endDate: '2026-03-09', base: oslo }),
      person('W2', { isActive: false, base: oslo }),
      person('W3', { shifts: [], base: oslo }),
      person('W4', { absent: ['07:00-17:00'], base: oslo }),
      person('W5', { maxMinutes: 60, base: oslo }),
      person('W6', { skills: { DOOR: 1 } }),
    ]

    expect(excluded(job('NEW', 'normal', { minutes: 90, place: oslo, earliest: '08:00' }), people)).toEqual([
      'W1 TERMINATED',
      'W2 TERMINATED',
      'W3 NO_WORKING_TIME',
      'W4 ABSENT',
      'W5 NO_SLOT',
    ])
    expect(
      excluded(job('NEW', 'normal', { minutes: 90, skills: { DOOR: 2, ELEV: 1 } }), people.slice(4)),
    ).toEqual(['W5 SKILL_MISSING', 'W6 SKILL_LEVEL'])
  })

  it('R07-40: the slot leaves time for the ways, keeps to the window, the breaks, now and the most minutes', () => {
    const split = person('W1', { base: oslo, shifts: ['08:00-11:30', '12:00-16:00'] })
    const full = person('W2', { base: oslo, maxMinutes: 480, work: [['A', '08:00-09:00', oslo]] })

    expect(asked({ minutes: 240, place: oslo, earliest: '08:00' }, [split])).toEqual(['W1 12:00-16:00 53'])
    expect(asked({ minutes: 60, place: lillestrom }, [full])).toEqual(['W2 09:30-10:30 56'])
    expect(asked({ minutes: 420, place: oslo }, [full])).toEqual(['W2 09:00-16:00 56'])
    expect(asked({ minutes: 435, place: oslo }, [full])).toEqual([])
    expect(asked({ minutes: 60, place: oslo, latest: '08:59' }, [split])).toEqual([])
    expect(asked({ minutes: 60, place: oslo, latest: '09:00' }, [split])).toEqual(['W1 08:00-09:00 77'])
    expect(asked({ minutes: 60, place: oslo }, [split], { now: terms.now + 8.2 * 3_600_000 })).toEqual([
      'W1 08:15-09:15 76',
    ])
  })

  it('R07-12: the way from the base needs free time only where the setting says so', () => {
    const one = person('W1', { base: oslo, shifts: ['08:00-10:00'] })

    expect(asked({ minutes: 60, place: lillestrom }, [one])).toEqual(['W1 08:00-09:00 57'])
    expect(asked({ minutes: 60, place: lillestrom }, [one], { commuteCounts: true })).toEqual([
      'W1 08:30-09:30 55',
    ])
    expect(asked({ minutes: 75, place: lillestrom }, [one], { commuteCounts: true })).toEqual([])
  })

  it('R07-40: of a range each person is offered on the first day with a slot, and never past it', () => {
    const busy = (number: string, to: string) =>
      person(number, { base: oslo, work: [['A', '08:00-16:00', oslo]] }, date, to)

    const [offer] = offersFor(
      job('NEW', 'normal', { minutes: 60, place: oslo }),
      [busy('W1', '2026-03-12')],
      terms,
    )
    expect(offer?.offers[0]?.slot.start).toBe(terms.now + 32 * 3_600_000)
    expect(excluded(job('NEW', 'normal', { minutes: 60, place: oslo }), [busy('W1', date)])).toEqual([
      'W1 NO_SLOT',
    ])
  })

  it('R07-40: equal scores go by the earlier time, the shorter way, then the number', () => {
    const two = ['W2', 'W1'].map((number) => person(number, { base: oslo }))

    expect(asked({ minutes: 60, place: oslo }, two)).toEqual(['W1 08:00-09:00 77', 'W2 08:00-09:00 77'])
  })

  it('3.6: a crew gets the best sum at a common start', () => {
    const early = person('W1', { base: oslo, shifts: ['08:00-12:00'] })
    const late = person('W2', { base: oslo, shifts: ['10:00-16:00'] })
    const third = person('W3', { base: drammen, shifts: ['08:00-16:00'] })
    const crew = job('NEW', 'normal', { minutes: 120, place: oslo }, 2)

    const [best, ...others] = offersFor(crew, [late, third, early], terms)

    expect(told(best ? [best] : [])).toEqual(['W1 10:00-12:00 62', 'W2 10:00-12:00 73'])
    expect(others.every(({ score }) => score <= (best?.score ?? 0))).toBe(true)
    expect(
      told(offersFor({ ...crew, takenIds: [early.candidate.id] }, [late, third, early], terms))[0],
    ).toContain('W2')
    expect(
      told(offersFor(job('NEW', 'normal', { minutes: 120, place: oslo }, 3), [late, third], terms)),
    ).toEqual([])
  })
})
