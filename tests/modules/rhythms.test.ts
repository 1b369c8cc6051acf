import { describe, expect, it } from 'vitest'
import { IntervalId, TimeWindowId } from '../../electron/shared/contract/id'
import { newId, setUp } from '../support/app'
import {
  activeAgreement,
  april,
  bytes,
  generate,
  generationBranchOf,
  rhythmLine,
  undo,
} from '../support/generation'

const intervalId = () => IntervalId.parse(newId())
const windowId = () => TimeWindowId.parse(newId())

describe('service intervals and time windows', () => {
  it('03 §2.1: a new store knows the usual rhythms and windows', async () => {
    const { owner } = setUp()

    const intervals = await owner.generation.listIntervals({ sort: [{ field: 'code', direction: 'asc' }] })
    expect(intervals.items.map(({ code }) => code)).toEqual(['1M', '1W', '1Y', '2M', '2W', '2Y', '3M', '6M'])
    expect(intervals.items[0]).toMatchObject({ range: 'month', frequency: 1, name: 'Monthly', active: true })
    const windows = await owner.generation.listTimeWindows({ text: 'month' })
    expect(windows.items.map(({ code }) => code)).toEqual(['MONTH'])
  })

  it('03 §2.1: a code is unique whatever its case, and days have no month end', async () => {
    const { owner } = setUp()
    const created = await owner.generation.createInterval({
      id: intervalId(), code: 'every10', range: 'day', frequency: 10, monthEndRule: 'stick',
    }) // prettier-ignore
    expect(created).toMatchObject({ code: 'EVERY10', monthEndRule: 'clamp', name: 'EVERY10' })

    const same = owner.generation.createInterval({ id: intervalId(), code: 'Every10', range: 'week' })
    await expect(same).rejects.toMatchObject({ code: 'CODE_TAKEN', data: { field: 'code' } })
    const changed = await owner.generation.updateInterval({
      intervalId: created.id, expectedVersion: 1, patch: { range: 'month', monthEndRule: 'stick' },
    }) // prettier-ignore
    expect(changed).toMatchObject({ version: 2, range: 'month', monthEndRule: 'stick' })
  })

  it('03 §2.1: a rhythm that orders were created by stays, until they are undone', async () => {
    const app = setUp()
    const branch = await generationBranchOf(app)
    const agreementId = activeAgreement(app, branch, { start_date: '2007-04-01' })
    rhythmLine(app, branch, agreementId, '2007-04-01', { interval_id: bytes(branch.weekly) })
    const run = await generate(app.owner, april)
    const change = (patch: object) =>
      app.owner.generation.updateInterval({ intervalId: branch.weekly, expectedVersion: 1, patch })

    await expect(change({ frequency: 2 })).rejects.toMatchObject({
      code: 'INTERVAL_IN_USE',
      data: { field: 'frequency' },
    })
    await undo(app.owner, run)
    expect(await change({ frequency: 2, description: { en: 'Every other week' } })).toMatchObject({
      version: 2,
    })
  })

  it('03 §2.2: days belong to manual windows only', async () => {
    const { owner } = setUp()
    const create = (fields: object) =>
      owner.generation.createTimeWindow({ id: windowId(), code: 'W', method: 'week', ...fields })

    await expect(create({ daysAfter: 2 })).rejects.toMatchObject({
      code: 'WINDOW_DAYS_NOT_ALLOWED',
      data: { field: 'daysAfter' },
    })
    const made = await create({ method: 'manual', daysBefore: 4 })
    expect(made).toMatchObject({ daysBefore: 4, daysAfter: 0 })
    const ref = { timeWindowId: made.id, expectedVersion: 1 }
    const kept = owner.generation.updateTimeWindow({ ...ref, patch: { method: 'month' } })
    await expect(kept).rejects.toMatchObject({
      code: 'WINDOW_DAYS_NOT_ALLOWED',
      data: { field: 'daysBefore' },
    })
    const cleared = await owner.generation.updateTimeWindow({
      ...ref,
      patch: { method: 'month', daysBefore: null, daysAfter: null },
    })
    expect(cleared).toMatchObject({ method: 'month' })
    expect(cleared.daysBefore).toBeUndefined()
  })

  it('R03-05: the next dates of a rhythm, kept or as it is being written', async () => {
    const { owner } = setUp()
    const interval = { range: 'month' as const, frequency: 1, monthEndRule: 'stick' as const }
    const { dates: typed } = await owner.generation.previewDates({ interval, from: '2027-04-30', count: 3 })
    expect(typed).toEqual([{ date: '2027-04-30' }, { date: '2027-05-31' }, { date: '2027-06-30' }])

    const [weekly] = (await owner.generation.listIntervals({ text: '1W' })).items
    const { dates: kept } = await owner.generation.previewDates({
      intervalId: weekly!.id,
      from: '2027-06-07',
    })
    expect(kept).toHaveLength(12)
    const both = owner.generation.previewDates({ intervalId: weekly!.id, interval, from: '2027-06-07' })
    await expect(both).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })

  it('R03-12: the days a window allows, cut half-way and to the start (E7)', async () => {
    const { owner } = setUp()
    const [weekly] = (await owner.generation.listIntervals({ text: '1W' })).items
    const { dates } = await owner.generation.previewDates({
      intervalId: weekly!.id, timeWindow: { method: 'month' }, from: '2027-06-07', count: 2,
    }) // prettier-ignore
    expect(dates).toEqual([
      { date: '2027-06-07', earliest: '2027-06-07', latest: '2027-06-10' },
      { date: '2027-06-14', earliest: '2027-06-11', latest: '2027-06-17' },
    ])
    const days = { timeWindow: { method: 'week' as const, daysAfter: 1 } }
    const refused = owner.generation.previewDates({ intervalId: weekly!.id, ...days, from: '2027-06-07' })
    await expect(refused).rejects.toMatchObject({ code: 'WINDOW_DAYS_NOT_ALLOWED' })
  })

  it('R03-04: dates end with the last year there is', async () => {
    const { owner } = setUp()
    const interval = { range: 'year' as const, frequency: 999, monthEndRule: 'clamp' as const }
    const { dates } = await owner.generation.previewDates({ interval, from: '9000-02-28', count: 12 })
    expect(dates).toEqual([{ date: '9000-02-28' }, { date: '9999-02-28' }])
  })
})
