import type { Slot } from '@contract/dispatch'
import type { Instant, LocalDate } from '@contract/time'
import { computed, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { intlLocale } from '@/format/locale'
import { formatInstant } from '@/format/time'
import type { BoardBar, BoardDayLoad, BoardMove, BoardRow } from './board.types'
import { loadShare } from './boardLoad'
import type { RowStop } from './rowStops'
import type { ZoneClock } from './zoneClock'

type Load = Omit<BoardDayLoad, 'date'>

/** How a bar's deadline stands. */
export type BarDue = 'late' | 'risk' | 'onTrack' | undefined

export function barDue({ dueAt, warnsAt }: BoardBar, now: Instant): BarDue {
  if (dueAt === undefined) return undefined
  if (now >= dueAt) return 'late'
  return warnsAt !== undefined && now >= warnsAt ? 'risk' : 'onTrack'
}

/** What the board says in the user's language; times are those of its zone. */
export function useBoardTexts(clock: Ref<ZoneClock>) {
  const { locale, t } = useI18n()
  const intl = computed(() => intlLocale(locale.value))

  /** Between hours and minutes: a point in Finnish, else a colon. */
  const colon = computed(
    () =>
      new Intl.DateTimeFormat(intl.value, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
        .formatToParts(0)
        .find(({ type }) => type === 'literal')?.value ?? ':',
  )
  const dates = computed(() => {
    const of = (options: Intl.DateTimeFormatOptions) => {
      const made = new Intl.DateTimeFormat(intl.value, { ...options, timeZone: 'UTC' })
      return (date: LocalDate) => made.format(Date.parse(date))
    }
    return {
      long: of({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
      short: of({ weekday: 'short', day: 'numeric', month: 'short' }),
      weekday: of({ weekday: 'long' }),
      letter: of({ weekday: 'narrow' }),
      month: of({ month: 'long', year: 'numeric' }),
    }
  })
  const percent = computed(
    () => new Intl.NumberFormat(intl.value, { style: 'percent', maximumFractionDigits: 0 }),
  )
  const list = computed(() => new Intl.ListFormat(intl.value, { type: 'unit', style: 'short' }))
  // A bar's text is needed for each bar that comes into view: the message is read once and filled in.
  const templates = computed(() => ({
    bar: t('dispatch.board.chart.bar', {
      ...{ order: '{order}', place: '{place}', row: '{row}', day: '{day}', from: '{from}', to: '{to}' },
      facts: '{facts}',
    }),
    facts: {
      high: t('orders.priority.high'),
      normal: t('orders.priority.normal'),
      low: t('orders.priority.low'),
      draft: t('dispatch.board.chart.look.draft'),
      dispatched: t('dispatch.board.chart.look.dispatched'),
      closed: t('dispatch.board.chart.look.closed'),
      due: t('dispatch.board.chart.due', { at: '{at}' }),
      locked: t('dispatch.board.chart.locked'),
      conflict: t('dispatch.board.chart.conflict'),
      noConflict: t('dispatch.board.chart.noConflict'),
      travel: t('dispatch.board.chart.travel', { length: '{length}' }),
      travelAssumed: t('dispatch.board.chart.travelAssumed', { length: '{length}' }),
    },
    letters: {
      high: t('orders.priorityLetter.high'),
      normal: t('orders.priorityLetter.normal'),
      low: t('orders.priorityLetter.low'),
    },
  }))

  function time(instant: Instant): string {
    const minute = clock.value.minuteOfDay(instant)
    const two = (part: number) => String(part).padStart(2, '0')
    return `${two(Math.floor(minute / 60))}${colon.value}${two(minute % 60)}`
  }
  /** Date and time where `zone` is, with its abbreviation when it is not the board's. */
  const instantText = (instant: Instant, zone = clock.value.zone) =>
    formatInstant(instant, { language: locale.value, zone, homeZone: clock.value.zone })
  const dayOf = (instant: Instant) => clock.value.dayAt(instant)?.date ?? ''
  const weekday = (instant: Instant) => {
    const date = dayOf(instant)
    return date === '' ? '' : dates.value.weekday(date)
  }

  /** A time of the same day without its date. */
  function near(instant: Instant, other: Instant): string {
    return instant - other < 43_200_000 && dayOf(instant) === dayOf(other)
      ? time(instant)
      : instantText(instant)
  }

  function travelOf({ isTravelAssumed }: BoardBar, minutes: number): string {
    const { facts } = templates.value
    return fill(isTravelAssumed ? facts.travelAssumed : facts.travel, { length: duration(minutes) })
  }

  /** What is true of a bar besides its place and time; commas between. */
  function factsOf(bar: BoardBar): string {
    const { facts } = templates.value
    return list.value.format([
      facts[bar.priority],
      facts[bar.look],
      ...(bar.dueAt === undefined ? [] : [fill(facts.due, { at: near(bar.dueAt, bar.start) })]),
      ...(bar.travelMinutes ? [travelOf(bar, bar.travelMinutes)] : []),
      ...(bar.locked ? [facts.locked] : []),
      ...(bar.movedBy === undefined ? [] : [t('dispatch.board.chart.movedBy', { name: bar.movedBy })]),
      ...(bar.siteZone === undefined
        ? []
        : [t('dispatch.board.chart.atSite', { at: instantText(bar.start, bar.siteZone) })]),
      bar.hasConflict ? facts.conflict : facts.noConflict,
    ])
  }

  /** Real hours and minutes, which a clock change does not alter (07 B7). */
  function duration(minutes: number): string {
    const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
    if (rest === 0) return t('dispatch.board.chart.hours', { hours })
    return hours === 0
      ? t('dispatch.board.chart.minutes', { minutes })
      : t('dispatch.board.chart.hoursMinutes', { hours, minutes: rest })
  }

  function place(row: BoardRow, start: Instant | undefined): string {
    if (row.kind === 'team') return t('dispatch.board.chart.teamPlace', { row: row.name })
    if (start === undefined) return t('dispatch.board.chart.workerPlace', { row: row.name })
    return t('dispatch.board.chart.place', { row: row.name, day: weekday(start), at: time(start) })
  }

  function slot(row: BoardRow, { end, start }: Slot): string {
    return t('dispatch.board.chart.slot', {
      ...{ row: row.name, day: weekday(start), from: time(start), to: time(end) },
      duration: duration((end - start) / 60_000),
    })
  }

  return {
    language: locale,
    time,
    dates,
    /** "Order OSL-SO-001042, Sandvika, Ola, Tuesday 09:45 to 11:15, normal, dispatched, no conflict." */
    bar: (bar: BoardBar, row: BoardRow): string =>
      fill(templates.value.bar, {
        order: bar.orderNumber,
        place: bar.label,
        row: row.name,
        day: weekday(bar.start),
        from: time(bar.start),
        to: time(bar.end),
        facts: factsOf(bar),
      }),
    letter: (priority: BoardBar['priority']): string => templates.value.letters[priority],
    duration,
    stop(stop: RowStop, row: BoardRow): string {
      const values = { row: row.name, day: weekday(stop.start), from: time(stop.start), to: time(stop.end) }
      return stop.kind === 'free'
        ? t('dispatch.board.chart.free', values)
        : t('dispatch.board.chart.nothing', { row: row.name })
    },
    place,
    slot,
    /** Where something is carried; with its duration where that is what changes. */
    move: (row: BoardRow, move: BoardMove): string =>
      move.kind === 'resize'
        ? slot(row, move.slot)
        : place(row, move.kind === 'move' ? move.slot?.start : undefined),
    head: (row: BoardRow, load: string): string =>
      row.kind === 'team' || load === ''
        ? t('dispatch.board.chart.teamHead', { row: row.name, text: row.text })
        : t('dispatch.board.chart.head', { row: row.name, text: row.text, load }),
    /** No time for what is planned. */
    dash: '–',
    day: (row: BoardRow, date: LocalDate, load: Load): string => {
      const share = loadShare(load)
      const values = { row: row.name, date: dates.value.long(date) }
      if (share === undefined) return t('dispatch.board.chart.day.empty', values)
      if (share === 'none') return t('dispatch.board.chart.day.none', values)
      return t('dispatch.board.chart.day.load', { ...values, load: percent.value.format(share / 100) })
    },
    week: (number: number, date: LocalDate): string =>
      t('dispatch.board.chart.week', { n: number, month: dates.value.month(date) }),
    load(load: Load): string {
      const share = loadShare(load)
      return typeof share === 'number' ? percent.value.format(share / 100) : ''
    },
    counted: (text: string, n: number, of: number): string =>
      t('dispatch.board.chart.counted', { text, n, of }),
  }
}
export type BoardTexts = ReturnType<typeof useBoardTexts>

function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_slot, name: string) => values[name] ?? '')
}
