import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId, setUp, type TestApp } from '../support/app'
import type { CalendarId, HolidaySetId } from '../../electron/shared/contract/id'
import type { HolidayCountry, Week } from '../../electron/shared/contract/calendars'

let app: TestApp
beforeEach(() => {
  app = setUp()
})
afterEach(() => app.close())

const shift = (from: number, to: number) => ({ startMinute: from * 60, endMinute: to * 60 })
const none: Week = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] }
const daily = (...shifts: Week['mon']): Week => ({
  mon: shifts,
  tue: shifts,
  wed: shifts,
  thu: shifts,
  fri: shifts,
  sat: shifts,
  sun: shifts,
})
const officeHours: Week = { ...daily(shift(8, 16)), sat: [], sun: [] }

type Fields = Partial<Parameters<typeof app.owner.calendars.createCalendar>[0]>
function create(fields: Fields) {
  const id = newId<CalendarId>()
  return app.owner.calendars.createCalendar({
    id,
    code: id.slice(-8),
    name: 'Hours',
    zone: 'Europe/Oslo',
    ...fields,
  })
}

describe('calendars', () => {
  it('R-01.13: E2, 120 minutes from Friday 15:00 end on Tuesday 09:00 when Monday is closed', async () => {
    const closed = { date: '2027-05-17', kind: 'closed' as const, text: 'Grunnlovsdagen' }
    const { id: calendarId } = await create({ week: officeHours, exceptions: [closed] })
    const from = Date.parse('2027-05-14T13:00Z')

    const { instant } = await app.owner.calendars.getWorkingInstant({ calendarId, from, minutes: 120 })
    const { minutes } = await app.owner.calendars.getWorkingMinutes({ calendarId, from, to: instant })

    expect(new Date(instant).toISOString()).toBe('2027-05-18T07:00:00.000Z')
    expect(minutes).toBe(120)
  })

  it('R-01.14: E3, 00–06 has 300 minutes on the spring change and 420 on the autumn change', async () => {
    const { id: calendarId } = await create({ week: daily(shift(0, 6)) })
    const minutesOn = async (date: string) => (await app.owner.calendars.getDay({ calendarId, date })).minutes

    expect(await minutesOn('2027-03-28')).toBe(300)
    expect(await minutesOn('2027-10-31')).toBe(420)
    expect(await minutesOn('2027-06-01')).toBe(360)
  })

  it('R-01.15: a cycle of base calendars is CALENDAR_CYCLE', async () => {
    const b = await create({ week: officeHours })
    const a = await create({ baseCalendarId: b.id })

    const update = app.owner.calendars.updateCalendar({
      calendarId: b.id,
      expectedVersion: 1,
      patch: { baseCalendarId: a.id },
    })

    await expect(update).rejects.toMatchObject({ code: 'CALENDAR_CYCLE', defined: true })
    expect((await app.owner.calendars.getCalendar({ calendarId: b.id })).version).toBe(1)
  })

  it('01 §2.6: a chain of five calendars is allowed, a sixth at either end is CALENDAR_CYCLE', async () => {
    const chain = [await create({ week: officeHours })]
    for (let depth = 2; depth <= 5; depth += 1) chain.push(await create({ baseCalendarId: chain.at(-1)!.id }))

    await expect(create({ baseCalendarId: chain.at(-1)!.id })).rejects.toMatchObject({
      code: 'CALENDAR_CYCLE',
    })
    const root = await create({ week: officeHours })
    await expect(
      app.owner.calendars.updateCalendar({
        calendarId: chain[0]!.id,
        expectedVersion: 1,
        patch: { baseCalendarId: root.id },
      }),
    ).rejects.toMatchObject({ code: 'CALENDAR_CYCLE' })
    const last = await app.owner.calendars.getDay({ calendarId: chain.at(-1)!.id, date: '2027-06-01' })
    expect(last.minutes).toBe(480)
  })

  it('R-01.16: a child exception opens a date that its base calendar closes', async () => {
    const closed = { date: '2027-05-17', kind: 'closed' as const }
    const base = await create({ week: officeHours, exceptions: [closed] })
    const open = { date: '2027-05-17', kind: 'otherHours' as const, shifts: [shift(10, 12)] }
    const child = await create({ baseCalendarId: base.id, exceptions: [open] })

    const onBase = await app.owner.calendars.getDay({ calendarId: base.id, date: '2027-05-17' })
    const onChild = await app.owner.calendars.getDay({ calendarId: child.id, date: '2027-05-17' })
    const nextDay = await app.owner.calendars.getDay({ calendarId: child.id, date: '2027-05-18' })

    expect([onBase.minutes, onChild.minutes, nextDay.minutes]).toEqual([0, 120, 480])
  })

  it('01 §2.6: a year is asked for at once and says of each day what the day says', async () => {
    const set = await app.owner.calendars.createHolidaySet({
      ...{ id: newId<HolidaySetId>(), code: 'NO', name: 'Norway', country: 'NO' },
      holidays: [{ date: '2028-12-24', name: 'Julaften', kind: 'half', untilMinute: 720 }],
    })
    const closed = { date: '2028-02-29', kind: 'closed' as const, text: 'Leap' }
    const { id: calendarId } = await create({
      week: daily(shift(8, 16)),
      holidaySetId: set.id,
      exceptions: [closed],
    })

    const { days } = await app.owner.calendars.getYear({ calendarId, year: 2028 })

    expect(days).toHaveLength(366)
    expect([days[0]!.date, days[365]!.date]).toEqual(['2028-01-01', '2028-12-31'])
    for (const date of ['2028-01-03', '2028-02-29', '2028-03-26', '2028-12-24']) {
      const day = await app.owner.calendars.getDay({ calendarId, date })
      expect(days.find((one) => one.date === date)).toEqual({ date, ...day })
    }
    expect(days.find(({ date }) => date === closed.date)).toMatchObject({ minutes: 0, name: 'Leap' })
    expect(days.find(({ date }) => date === '2028-12-24')).toMatchObject({ minutes: 240, name: 'Julaften' })
    const nowhere = app.owner.calendars.getYear({ calendarId, year: 2028, zone: 'Europe/Olso' })
    await expect(nowhere).rejects.toMatchObject({ code: 'ZONE_UNKNOWN' })
    const unknown = app.owner.calendars.getYear({ calendarId: newId(), year: 2028 })
    await expect(unknown).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('R01-09: what a prepared calendar says follows a change of it, its base and its holidays', async () => {
    const set = await app.owner.calendars.createHolidaySet({
      id: newId<HolidaySetId>(),
      code: 'NO',
      name: 'Norway',
      country: 'NO',
    })
    const base = await create({ week: officeHours, holidaySetId: set.id })
    const child = await create({ baseCalendarId: base.id })
    const minutes = async () =>
      (await app.owner.calendars.getDay({ calendarId: child.id, date: '2027-12-24' })).minutes
    expect(await minutes()).toBe(480)

    const half = { date: '2027-12-24', name: 'Julaften', kind: 'half' as const, untilMinute: 720 }
    await app.owner.calendars.updateHolidaySet({
      holidaySetId: set.id,
      expectedVersion: 1,
      patch: { holidays: [half] },
    })
    expect(await minutes()).toBe(240)

    await app.owner.calendars.updateCalendar({
      calendarId: base.id,
      expectedVersion: 1,
      patch: { week: daily(shift(9, 11)) },
    })
    expect(await minutes()).toBe(120)
  })

  it('01 §2.6: touching shifts count once, overlapping ones are INTERVAL_OVERLAP, bad ones SHIFT_INVALID', async () => {
    const touching = await create({ week: { ...none, mon: [shift(12, 16), shift(8, 12)] } })
    const day = await app.owner.calendars.getDay({ calendarId: touching.id, date: '2027-06-07' })
    expect(day).toMatchObject({ minutes: 480, shifts: [shift(8, 16)] })

    const overlapping = create({ week: { ...none, mon: [shift(8, 12), shift(11, 16)] } })
    await expect(overlapping).rejects.toMatchObject({
      code: 'INTERVAL_OVERLAP',
      data: { field: 'week.mon' },
    })
    for (const bad of [shift(12, 8), shift(8, 8), shift(8, 25), shift(-1, 8)])
      await expect(create({ week: { ...none, mon: [bad] } })).rejects.toMatchObject({ code: 'SHIFT_INVALID' })
    await expect(create({ zone: 'Europe/Olso' })).rejects.toMatchObject({ code: 'ZONE_UNKNOWN' })
    await expect(create({ code: touching.code })).rejects.toMatchObject({ code: 'CODE_TAKEN' })
  })

  it('R06-24: a calendar without working time is CALENDAR_EMPTY', async () => {
    const { id: calendarId } = await create({ week: none })

    const call = app.owner.calendars.getWorkingInstant({ calendarId, from: app.clock.now, minutes: 1 })

    await expect(call).rejects.toMatchObject({ code: 'CALENDAR_EMPTY', defined: true })
  })

  it('conventions §3: a site-local calendar is read in the zone given, a fixed one in its own', async () => {
    const local = await create({ zone: 'SITE', week: officeHours })
    const from = Date.parse('2027-06-07T00:00Z')
    const at = async (zone: string) => {
      const { instant } = await app.owner.calendars.getWorkingInstant({
        calendarId: local.id,
        zone,
        from,
        minutes: 60,
      })
      return new Date(instant).toISOString()
    }

    expect(await at('Europe/Helsinki')).toBe('2027-06-07T06:00:00.000Z')
    expect(await at('America/Denver')).toBe('2027-06-07T15:00:00.000Z')
    await expect(at('Mars/Olympus')).rejects.toMatchObject({ code: 'ZONE_UNKNOWN' })
  })

  it('R01-05: a calendar that another one is based on is IN_USE', async () => {
    const base = await create({ week: officeHours })
    await create({ baseCalendarId: base.id })

    const call = app.owner.calendars.deleteCalendar({ calendarId: base.id, expectedVersion: 1 })

    await expect(call).rejects.toMatchObject({ code: 'IN_USE', data: { counts: { calendar: 1 } } })
  })

  it('01 §8: a dispatcher reads calendars and may not change them', async () => {
    const { id: calendarId } = await create({ week: officeHours })
    const dispatcher = await app.as('dispatcher')

    expect((await dispatcher.calendars.getDay({ calendarId, date: '2027-06-07' })).minutes).toBe(480)
    await expect(
      dispatcher.calendars.deleteCalendar({ calendarId, expectedVersion: 1 }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})

describe('public holidays', () => {
  const expected: Record<HolidayCountry, { year: number; closed: string[]; open: string[] }> = {
    NO: { year: 2027, closed: ['2027-05-17', '2027-03-25', '2027-12-26'], open: ['2027-12-24'] },
    FI: { year: 2026, closed: ['2026-06-20', '2026-01-06', '2026-12-06'], open: ['2026-06-19'] },
    LV: { year: 2026, closed: ['2026-11-18', '2026-06-23', '2026-05-04'], open: ['2026-08-20'] },
    EE: { year: 2026, closed: ['2026-02-24', '2026-08-20', '2026-06-24'], open: ['2026-11-18'] },
    DE: {
      year: 2026,
      closed: ['2026-10-03', '2026-05-25'],
      open: ['2026-01-06', '2026-10-31', '2026-08-15'],
    },
    GB: { year: 2026, closed: ['2026-05-04', '2026-12-28'], open: ['2026-11-30', '2026-07-13'] },
    US: { year: 2026, closed: ['2026-11-26', '2026-07-04', '2026-06-19'], open: ['2026-11-27'] },
    FR: { year: 2026, closed: ['2026-07-14', '2026-05-08'], open: ['2026-12-26', '2026-04-03'] },
    AU: { year: 2026, closed: ['2026-01-26', '2026-04-25'], open: ['2026-11-03'] },
    CA: { year: 2026, closed: ['2026-07-01', '2026-09-07'], open: ['2026-06-24'] },
  }

  it.each(Object.entries(expected))('01 §4: %s, nationwide, computed offline', async (name, at) => {
    const { id: holidaySetId } = await app.owner.calendars.createHolidaySet({
      id: newId<HolidaySetId>(),
      code: name,
      name,
      country: name,
    })

    const { holidays } = await app.owner.calendars.generateHolidays({
      holidaySetId,
      country: name as HolidayCountry,
      year: at.year,
    })

    const dates = holidays.map(({ date }) => date)
    expect(dates).toEqual(expect.arrayContaining(at.closed))
    for (const date of at.open) expect(dates).not.toContain(date)
    expect(new Set(dates).size).toBe(dates.length)
    expect(holidays.every(({ kind, name: text }) => kind === 'closed' && text !== '')).toBe(true)
  })

  it('01 §4: a repeat changes nothing, days of other years and own days stay', async () => {
    const own = { date: '2027-12-24', name: 'Julaften', kind: 'half' as const, untilMinute: 720 }
    const set = await app.owner.calendars.createHolidaySet({
      id: newId<HolidaySetId>(),
      code: 'NO',
      name: 'Norge',
      country: 'NO',
      holidays: [own],
    })
    const generate = (year: number, expectedVersion?: number) =>
      app.owner.calendars.generateHolidays({ holidaySetId: set.id, expectedVersion, country: 'NO', year })
    await generate(2027, 1)
    const both = await generate(2028, 2)
    const entries = app.entries()

    expect(await generate(2027)).toEqual(both)
    expect(app.entries()).toBe(entries)
    expect(both.holidays).toContainEqual(own)
    expect(both.holidays.map(({ date }) => date)).toEqual(
      expect.arrayContaining(['2027-05-17', '2028-05-17']),
    )
    await expect(generate(2029, 1)).rejects.toMatchObject({ code: 'CONFLICT' })
  })
})
