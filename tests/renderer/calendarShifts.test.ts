import { describe, expect, it } from 'vitest'
import { emptyWeek, parseShifts, readShifts, withShifts } from '@/modules/calendars/calendars.shifts'

const shift = (startMinute: number, endMinute: number) => ({ startMinute, endMinute })

describe('typed shifts (01 §2.6)', () => {
  it('reads several shifts of a day in any common writing', () => {
    expect(readShifts('8-12, 13:30–16')).toEqual([shift(480, 720), shift(810, 960)])
    expect(readShifts('16-24')).toEqual([shift(960, 1440)])
    expect(parseShifts('8-12;13-16.15')).toEqual({ ok: true, value: '08:00–12:00, 13:00–16:15' })
  })

  it('refuses what is no pair of times', () => {
    for (const text of ['8', '8-', '8-25', '8-12-16', 'nine'])
      expect(parseShifts(text), text).toEqual({ ok: false, problem: 'shifts' })
  })

  it('cuts a shift over midnight in two, Sunday into Monday, and adds the rest once', () => {
    const week = withShifts({ ...emptyWeek, mon: [shift(480, 960)] }, 'sun', readShifts('22-6') ?? [])
    expect(week.sun).toEqual([shift(1320, 1440)])
    expect(week.mon).toEqual([shift(0, 360), shift(480, 960)])
    expect(withShifts(week, 'sun', readShifts('22-6') ?? [])).toEqual(week)
  })

  it('leaves a shift without length to the domain, which refuses it', () => {
    expect(withShifts(emptyWeek, 'tue', readShifts('8-8') ?? []).tue).toEqual([shift(480, 480)])
  })
})
