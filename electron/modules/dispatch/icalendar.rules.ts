/** A visit as a calendar file says it; times are instants. */
export interface CalendarEvent {
  readonly activityId: string
  /** Grows with every change of the visit: programs keep the highest they know. */
  readonly sequence: number
  readonly start: number
  readonly end: number
  readonly summary: string
  readonly location?: string | undefined
  /** Micro-degrees. */
  readonly latitude?: number | undefined
  readonly longitude?: number | undefined
  readonly description?: string | undefined
  readonly priority: 'high' | 'normal' | 'low'
  readonly isCanceled: boolean
}

const priorities = { high: 1, normal: 5, low: 9 } as const

/** Writes a calendar file (RFC 5545, 07 §3.13): lines end with CRLF and are folded at 75 octets. */
export function writeCalendar(events: readonly CalendarEvent[], at: number): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Aftercare//Aftercare//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    ...events.flatMap((event) => eventLines(event, at)),
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${foldLine(line)}\r\n`).join('')
}

function eventLines(event: CalendarEvent, at: number): string[] {
  const { activityId, description, end, isCanceled, location, priority, sequence, start, summary } = event
  const position = positionOf(event)
  return [
    'BEGIN:VEVENT',
    `UID:${activityId}@aftercare`,
    `DTSTAMP:${utcText(at)}`,
    `SEQUENCE:${sequence}`,
    `DTSTART:${utcText(start)}`,
    `DTEND:${utcText(end)}`,
    `SUMMARY:${escapeText(summary)}`,
    ...(location ? [`LOCATION:${escapeText(location)}`] : []),
    ...(position ? [`GEO:${position}`] : []),
    ...(description ? [`DESCRIPTION:${escapeText(description)}`] : []),
    `PRIORITY:${priorities[priority]}`,
    `STATUS:${isCanceled ? 'CANCELLED' : 'CONFIRMED'}`,
    'END:VEVENT',
  ]
}

function positionOf({ latitude, longitude }: CalendarEvent): string | undefined {
  if (latitude === undefined || longitude === undefined) return undefined
  return `${degreesText(latitude)};${degreesText(longitude)}`
}

/** Micro-degrees with six decimals, exactly. */
function degreesText(microDegrees: number): string {
  const digits = String(Math.abs(microDegrees)).padStart(7, '0')
  return `${microDegrees < 0 ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`
}

/** An instant as `20260328T233000Z`. */
function utcText(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`
}

/** A value of type TEXT: what separates values is escaped, what no text may hold (control characters) is left out. */
export function escapeText(text: string): string {
  return text
    .replaceAll(/\p{Cs}/gu, '\ufffd')
    .replaceAll(/\r\n|[\r\n\u0085\u2028\u2029]/g, '\n')
    .replaceAll(/[\\;,]/g, (letter) => `\\${letter}`)
    .replaceAll('\n', '\\n')
    .replaceAll(/\p{Cc}/gu, (letter) => (letter === '\t' ? letter : ''))
}

const octetsOfLine = 75

/** Folds a line at 75 octets, the leading space of the next ones among them, never inside a character. */
export function foldLine(line: string): string {
  let folded = ''
  let octets = 0
  for (const letter of line) {
    const size = octetsOf(letter)
    if (octets + size > octetsOfLine) {
      folded += '\r\n '
      octets = 1
    }
    folded += letter
    octets += size
  }
  return folded
}

/** How many octets a character takes in UTF-8. */
function octetsOf(letter: string): number {
  const point = letter.codePointAt(0) ?? 0
  if (point < 0x80) return 1
  if (point < 0x800) return 2
  return point < 0x1_0000 ? 3 : 4
}
