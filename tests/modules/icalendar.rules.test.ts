import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calendarContent, type CalendarVisit } from '../../electron/modules/dispatch/calendarFile.rules'
import { foldLine, writeCalendar, type CalendarEvent } from '../../electron/modules/dispatch/icalendar.rules'

const event: CalendarEvent = {
  activityId: '01890000-0000-7000-8000-000000000001',
  sequence: 3,
  start: Date.UTC(2026, 2, 28, 23, 30),
  end: Date.UTC(2026, 2, 29, 2, 30),
  summary: 'OSL-SO-000001 Bolt; nut, 5 \\ 8 – Løkke Verksted',
  location: 'Hall 1, Storgata 1, 0155 Oslo',
  latitude: 59_913_900,
  longitude: -10_500,
  description: 'OSL-SA-000001\nNina, 22 33 44 55',
  priority: 'high',
  isCanceled: false,
}
const at = Date.UTC(2026, 2, 20, 7, 5, 9)
const write = (fields: Partial<CalendarEvent> = {}) => writeCalendar([{ ...event, ...fields }], at)
const octets = (text: string) => Buffer.byteLength(text, 'utf8')
const unfolded = (text: string) => text.replaceAll('\r\n ', '')
/** A value of type TEXT as a program reads it. */
const readText = (text: string) =>
  text.replaceAll(/\\(.)/g, (_pair, letter: string) => (letter.toLowerCase() === 'n' ? '\n' : letter))

describe('a calendar file', () => {
  it('R-07.27: every line is at most 75 octets and ends with CRLF; what separates values is escaped', () => {
    const text = write({ description: 'ä'.repeat(200) })

    expect(text.endsWith('\r\n')).toBe(true)
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    for (const line of text.split('\r\n')) expect(octets(line)).toBeLessThanOrEqual(75)
    expect(unfolded(text)).toContain('SUMMARY:OSL-SO-000001 Bolt\\; nut\\, 5 \\\\ 8 – Løkke Verksted\r\n')
  })

  it('R-07.29: a visit over the change of clocks is said in UTC', () => {
    expect(write()).toContain('DTSTART:20260328T233000Z\r\nDTEND:20260329T023000Z\r\n')
  })

  it('07 §3.13: says id, sequence, stamp, place with six decimals, priority and status', () => {
    const lines = unfolded(write()).split('\r\n')

    expect(lines.slice(0, 3)).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Aftercare//Aftercare//EN',
    ])
    expect(lines).toContain('UID:01890000-0000-7000-8000-000000000001@aftercare')
    expect(lines).toContain('SEQUENCE:3')
    expect(lines).toContain('DTSTAMP:20260320T070509Z')
    expect(lines).toContain('GEO:59.913900;-0.010500')
    expect(lines).toContain('LOCATION:Hall 1\\, Storgata 1\\, 0155 Oslo')
    expect(lines).toContain('DESCRIPTION:OSL-SA-000001\\nNina\\, 22 33 44 55')
    expect(lines).toContain('PRIORITY:1')
    expect(lines).toContain('STATUS:CONFIRMED')
    expect(write({ priority: 'normal' })).toContain('PRIORITY:5\r\n')
    expect(write({ priority: 'low', isCanceled: true })).toContain('PRIORITY:9\r\nSTATUS:CANCELLED\r\n')
  })

  it('R-07.27: any text comes back as it was written, folded between characters alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const written = write({ summary: text })
        expect(Math.max(...written.split('\r\n').map(octets))).toBeLessThanOrEqual(75)
        expect(Buffer.from(written, 'utf8').toString('utf8')).toBe(written)
        const summary = /\r\nSUMMARY:(.*)\r\n/.exec(unfolded(written))?.[1] ?? ''
        const shown = text
          .replaceAll(/\r\n|[\r\n\u0085\u2028\u2029]/g, '\n')
          .replaceAll(/\p{Cc}/gu, (letter) => (letter === '\n' || letter === '\t' ? letter : ''))
        expect(readText(summary)).toBe(shown)
      }),
      { numRuns: 150 },
    )
  })

  it('R-07.27: half a character becomes the mark for an unknown one', () => {
    expect(write({ summary: 'a\ud800b' })).toContain('SUMMARY:a\ufffdb\r\n')
  })

  it('R-07.27: a line of 75 octets is whole, one of 76 goes on behind a space', () => {
    expect(foldLine('x'.repeat(75))).toBe('x'.repeat(75))
    expect(foldLine('x'.repeat(76))).toBe(`${'x'.repeat(75)}\r\n x`)
    expect(foldLine(`${'x'.repeat(73)}€`)).toBe(`${'x'.repeat(73)}\r\n €`)
  })
})

describe('what a calendar file says', () => {
  const visit: CalendarVisit = { ...event, orderNumber: 'OSL-SO-000001', state: 'dispatched' }
  const [said] = calendarContent([visit], [], new Map(), at).said
  if (!said) throw new Error('a visit is remembered')
  const after = (now: Partial<CalendarVisit> | undefined) =>
    calendarContent([], [said], new Map(now ? [[visit.activityId, { ...visit, ...now }]] : []), at)

  it('R-07.28: what was taken away is said once as canceled, with a higher sequence', () => {
    const content = after({ state: 'away', sequence: 4 })
    expect(content.events).toMatchObject([{ isCanceled: true, sequence: 4, summary: event.summary }])
    expect(content.said).toEqual([])
  })

  it('R-07.28: of a visit that was deleted its number and time are left to say', () => {
    const { start, end } = event
    expect(after(undefined).events).toMatchObject([
      { isCanceled: true, sequence: 4, summary: 'OSL-SO-000001', start, end },
    ])
  })

  it('07 §3.13: one that was moved out of the days asked for is said at its new time, once', () => {
    const content = after({ sequence: 5, start: event.start + 7 * 86_400_000 })
    expect(content.events).toMatchObject([{ isCanceled: false, sequence: 5 }])
    expect(content.said).toMatchObject([{ sequence: 5 }])
    expect(after({}).events).toEqual([])
    expect(after({}).said).toEqual([said])
  })

  it('07 §3.13: one that is done is not taken away, and is forgotten long after its end', () => {
    expect(after({ state: 'done', sequence: 9 })).toEqual({ events: [], said: [said] })
    const later = event.end + 63 * 86_400_000
    const now = new Map([[visit.activityId, { ...visit, state: 'done' as const }]])
    expect(calendarContent([], [said], now, later)).toEqual({ events: [], said: [] })
  })
})
