import { describe, expect, it } from 'vitest'
import type { RepairFigure } from '@contract/repairStatistics'
import type { RepairStage } from '@contract/repairCodes'
import { RepairStageId } from '@contract/id'
import { elapsedText } from '@/modules/repair/attempts'
import { newCodeOf, nodesOf, shownNodes } from '@/modules/repair/codes.tree'
import {
  lineInTrouble,
  newIntakeLine,
  newIntakeOrder,
  problemsAt,
  problemsOf,
  readIntake,
} from '@/modules/repair/intake'
import { ageInDays, filterOfQuery } from '@/modules/repair/lines.lists'
import { stageChoices } from '@/modules/repair/lines.stages'
import {
  daysOfPeriod,
  groupQuery,
  intervalOf,
  linesQuery,
  periodOfDays,
  yearOf,
} from '@/modules/repair/statistics'
import { mintId } from '@/composables/mintId'

const hour = 3_600_000

function stage(sequence: number, fields: Partial<RepairStage> = {}): RepairStage {
  return {
    ...{
      id: mintId(RepairStageId),
      version: 1,
      code: `S${sequence}`,
      name: `Stage ${sequence}`,
      sortOrder: 0,
    },
    ...{ active: true, sequence, finished: false, initial: false, nextStageIds: [], ...fields },
  }
}

describe('stages of a repair line', () => {
  const received = stage(10, { initial: true })
  const repair = stage(20)
  const done = stage(30, { finished: true })
  const old = stage(40, { active: false })
  const all = [received, repair, done, old]

  it('R08-02: without listed next stages a line may go anywhere, those ahead first; none out of use', () => {
    const line = { repairStageId: repair.id, isFinished: false }
    expect(stageChoices(line, all).map((choice) => choice.stage.sequence)).toEqual([30, 10])
  })
  it('R08-02: listed next stages are the only ones', () => {
    const strict = stage(15, { nextStageIds: [done.id] })
    const line = { repairStageId: strict.id, isFinished: false }
    expect(stageChoices(line, [...all, strict]).map(({ stage: { sequence } }) => sequence)).toEqual([30])
  })
  it('R08-03: a finished stage asks what came of it; leaving one reopens', () => {
    const open = stageChoices({ repairStageId: repair.id, isFinished: false }, all)
    expect(open.find(({ stage: { id } }) => id === done.id)?.isFinishing).toBe(true)
    const finished = stageChoices({ repairStageId: done.id, isFinished: true }, all)
    expect(finished.every(({ isReopening }) => isReopening)).toBe(true)
  })
})

describe('an intake', () => {
  it('R-08.24: problems of a second line stand at its fields', () => {
    const failures = [{ code: 'CODE_INACTIVE', fields: ['lines.1.symptomCodeId'], values: {} }]
    const { isWhole, problems } = problemsOf({ code: 'CODE_INACTIVE', data: {}, reasons: failures }, 2)
    expect(isWhole).toBe(false)
    expect(lineInTrouble(problems)).toBe(1)
    expect([...problemsAt(problems, 'lines.1').keys()]).toEqual(['symptomCodeId'])
    expect(problemsAt(problems, 'lines.0').size).toBe(0)
  })
  it('what names no field is for the whole', () => {
    const reasons = [{ code: 'FORBIDDEN', fields: [], values: {} }]
    expect(problemsOf({ code: 'FORBIDDEN', data: {}, reasons }, 1).isWhole).toBe(true)
  })
  it('an object is asked for before anything is sent', () => {
    const { problems } = readIntake(newIntakeOrder(), [newIntakeLine()])
    expect(problems && [...problems.keys()]).toContain('lines.0.objectId')
  })
})

describe('times', () => {
  it('a clock counts hours, minutes and seconds', () => {
    expect(elapsedText(0, 26 * hour + 61_000)).toBe('26:01:01')
    expect(elapsedText(5, 0)).toBe('0:00:00')
  })
  it('08 §5: the age ends when the repair is finished', () => {
    expect(ageInDays({ reportedAt: 0, finishedAt: undefined }, 49 * hour)).toBe(2)
    expect(ageInDays({ reportedAt: 0, finishedAt: 25 * hour }, 999 * hour)).toBe(1)
  })
})

describe('codes', () => {
  const tables = {
    ...{ conditions: [], diagnosisAreas: [], diagnosisCodes: [], resolutions: [], barriers: [], stages: [] },
    symptomAreas: [{ id: 'a', version: 1, code: 'DISK', name: 'Disk', sortOrder: 0, active: true }],
    symptomCodes: [
      { ...of('b', 'BLUE'), active: true },
      { ...of('c', 'OLD'), active: false },
    ],
  } as unknown as Parameters<typeof nodesOf>[1] // ids of the contract are branded
  function of(id: string, code: string) {
    return { id, version: 1, code, name: code, sortOrder: 0, symptomAreaId: 'a' }
  }

  it('08 §5: codes stand under their area; those out of use only when asked for', () => {
    const nodes = nodesOf('symptoms', tables)
    expect(shownNodes(nodes, false).map(({ code }) => code)).toEqual(['DISK', 'BLUE'])
    expect(shownNodes(nodes, true).map(({ code }) => code)).toEqual(['DISK', 'BLUE', 'OLD'])
  })
  it('a new symptom goes into the area that is chosen', () => {
    const [, blue] = nodesOf('symptoms', tables)
    expect(newCodeOf('symptoms', blue)).toMatchObject({ name: 'symptomCode', query: { areaId: 'a' } })
  })
})

describe('statistics', () => {
  const figure = (fields: Partial<RepairFigure>): RepairFigure => ({
    ...{ key: 'x', label: 'X', count: 1, outcomes: {} },
    ...fields,
  })

  it('ux §4.8: a share stands between its bounds', () => {
    expect(intervalOf(954, 1766)).toEqual([5169, 5633])
    const [low, high] = intervalOf(0, 20)
    expect(low).toBe(0)
    expect(high).toBeGreaterThan(1000)
  })
  it('08 §5: a row opens the lines behind it, in its period', () => {
    const asked = {
      measure: 'fixRate',
      groupBy: 'symptom',
      from: '2026-01-01',
      to: '2026-12-31',
      filter: {},
    } as const
    expect(linesQuery(asked, figure({ key: 'a/b' }))).toEqual({
      ...{ 'finishedAt.from': '2026-01-01', 'finishedAt.to': '2026-12-31' },
      ...{ outcome: 'fixed,repairable,endOfLife', symptomAreaId: 'a', symptomCodeId: 'b' },
    })
    expect(linesQuery(asked, figure({ key: '' })), 'lines without it cannot be named').toBeUndefined()
  })
  it('08 §5: a month is its first to its last day', () => {
    expect(groupQuery('month', '2024-02', 'reportedAt')).toEqual({
      ...{ 'reportedAt.from': '2024-02-01', 'reportedAt.to': '2024-02-29' },
    })
  })
  it('what the address says becomes the filter of the list', () => {
    const query = {
      'reportedAt.from': '2026-01-01',
      symptomAreaId: 'a',
      isRepeat: 'true',
      measure: 'x',
      brand: 'Melitta',
    }
    expect(filterOfQuery(query)).toEqual({
      ...{ reportedAt: { from: '2026-01-01' }, symptomAreaId: ['a'], isRepeat: true, brand: 'Melitta' },
    })
  })
  it('periods are found by their days', () => {
    expect(daysOfPeriod('last12Months', '2026-11-22')).toEqual({ from: '2025-11-23', to: '2026-11-22' })
    expect(periodOfDays('2025-01-01', '2025-12-31', '2026-11-22')).toBe('lastYear')
    expect(periodOfDays('2025-01-01', undefined, '2026-11-22')).toBe('own')
    expect(yearOf('2025-01-01', '2025-12-31')).toBe('2025')
    expect(yearOf('2025-01-01', '2026-12-31')).toBeUndefined()
  })
})
