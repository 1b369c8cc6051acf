import type { Content, TableCell } from 'pdfmake/interfaces'
import type { Language } from '../../shared/contract/session'
import { breakable, facts, logoOf, table, writingOf, type Writing } from './layout'
import { renderPdf, type Paper } from './renderPdf'
import type { Letterhead } from './reportPaper'

interface Way {
  readonly travelMinutes: number
  /** Of the straight line; empty: a position is not known. */
  readonly kilometres?: number | undefined
  readonly isAssumed: boolean
}

/** A visit as the technician takes it along. */
export interface DaySheetStop {
  readonly position: number
  readonly number: string
  readonly orderNumber: string
  readonly subject: string
  readonly start: number
  readonly end: number
  /** The site's: its times are read in it. */
  readonly zone: string
  readonly minutes: number
  readonly customerName: string
  readonly siteName?: string | undefined
  readonly address: readonly string[]
  readonly accessNotes?: string | undefined
  readonly contactName?: string | undefined
  readonly contactPhone?: string | undefined
  /** Internal notes of the order. */
  readonly notes: readonly string[]
  readonly tasks: readonly { readonly name: string; readonly note?: string | undefined }[]
  readonly objects: readonly {
    readonly number: string
    readonly name: string
    readonly serialNumber?: string | undefined
    readonly note?: string | undefined
  }[]
  readonly parts: readonly {
    readonly itemNumber: string
    readonly itemName: string
    readonly quantity: number
    readonly unit: string
    readonly isReady: boolean
  }[]
  readonly travel: Way
}

/** A technician's day on paper (07 §3.13). */
export interface DaySheet {
  readonly technician: { readonly number: string; readonly name: string }
  readonly date: string
  readonly language: Language
  readonly zone: string
  readonly stops: readonly DaySheetStop[]
  /** From the last stop to the base. */
  readonly home?: Way | undefined
  readonly workMinutes: number
  readonly travelMinutes: number
  readonly kilometres: number
}

const grey = '#5a5a5a'
const line = '#c8c8c8'

/** Renders the sheets of technicians, each in its own language and beginning on a page of its own. */
export async function renderDaySheets(
  letterhead: Letterhead,
  sheets: readonly DaySheet[],
  at: number,
): Promise<{ title: string; bytes: Uint8Array }> {
  const [first] = sheets
  if (!first) throw new Error('there is at least one sheet')
  const title = writingOf(first.language, first.zone).t('daySheet')
  const bytes = await renderPdf(
    sheets.map((sheet) => sheetPaper(letterhead, sheet, at)),
    {
      title: `${title} ${first.technician.name} ${first.date}`,
      author: letterhead.name,
      language: first.language,
      creationDate: new Date(at),
      images: letterhead.images,
    },
  )
  return { title, bytes }
}

function sheetPaper({ logo, name }: Letterhead, sheet: DaySheet, at: number): Paper {
  const writing = writingOf(sheet.language, sheet.zone)
  const { format, t } = writing
  const small = { color: grey, fontSize: 8 }
  return {
    header: () => ({
      margin: [48, 32, 48, 0],
      columnGap: 12,
      columns: [
        ...(logo === undefined ? [] : [{ width: 'auto', stack: [logoOf(logo)] }]),
        { width: '*', text: breakable(name), bold: true, fontSize: 12 },
        {
          width: 'auto',
          alignment: 'right',
          stack: [
            { text: t('daySheet'), bold: true, fontSize: 12 },
            { text: `${breakable(sheet.technician.name)}, ${format.date(sheet.date)}`, color: grey },
          ],
        },
      ],
    }),
    content: () => contentOf(writing, sheet),
    footer: (page, pages) => ({
      margin: [48, 16, 48, 0],
      columns: [
        { ...small, width: '*', text: `${t('asOf')} ${format.instant(at)}` },
        { ...small, width: 'auto', text: t('page', { page, pages }), alignment: 'right' },
      ],
    }),
  }
}

function contentOf(writing: Writing, sheet: DaySheet): Content[] {
  const { format, t } = writing
  const { date, home, stops, technician, workMinutes } = sheet
  return [
    facts([
      [t('technician'), `${technician.name} (${technician.number})`],
      [t('date'), format.longDate(date)],
      [t('totalWork'), `${format.hours(workMinutes)}\u00a0${t('hours')}`],
      [t('totalTravel'), wayText(writing, { ...sheet, isAssumed: false })],
    ]),
    ...(stops.length === 0 ? [{ text: t('noVisits'), margin: 14 }] : []),
    ...stops.flatMap((stop) => stopContent(writing, sheet, stop)),
    ...(home ? [wayLine(writing, t('wayHome'), home)] : []),
  ]
}

/** A stop of at most so many lines stands on one page. */
const linesTogether = 24

function stopContent(writing: Writing, sheet: DaySheet, stop: DaySheetStop): Content[] {
  const { notes, objects, parts, tasks } = stop
  const written = [...notes, ...tasks.map(({ note = '' }) => note)].join('').length
  const lines = notes.length + objects.length + parts.length + tasks.length + written / 80
  const content = stopLines(writing, sheet, stop)
  return lines > linesTogether ? content : [{ unbreakable: true, stack: content }]
}

function stopLines(writing: Writing, { language }: DaySheet, stop: DaySheetStop): Content[] {
  const { format, t } = writing
  // Times are those at the site; where its clock is another, the zone stands with them.
  const local = writingOf(language, stop.zone).format
  const times = `${local.time(stop.start)}–${local.time(stop.end)}`
  const isSame = local.time(stop.start) === format.time(stop.start)
  const place = isSame ? times : `${times} ${local.zone(stop.start)}`
  return [
    wayLine(writing, t('wayThere'), stop.travel),
    {
      table: {
        widths: [20, 96, '*', 'auto'],
        body: [
          [
            { text: String(stop.position), bold: true, fontSize: 12 },
            { text: place, bold: true },
            { text: breakable(stop.customerName), bold: true },
            { text: stop.orderNumber, alignment: 'right' },
          ],
        ],
      },
      layout: {
        hLineWidth: (index) => (index === 0 ? 1 : 0),
        vLineWidth: () => 0,
        hLineColor: () => '#1a1a1a',
        paddingTop: () => 4,
      },
    },
    { text: breakable(stop.subject), margin: [26, 0, 0, 4] },
    {
      margin: [26, 0, 0, 0],
      stack: [placeFacts(writing, stop), ...workOf(writing, stop), timeBoxes(writing)],
    },
  ]
}

function placeFacts({ t }: Writing, stop: DaySheetStop): Content {
  const { accessNotes, address, contactName, contactPhone, siteName } = stop
  const site = [siteName, ...address].filter((part) => part !== undefined && part !== '')
  return facts([
    [t('site'), site.join('\n')],
    [t('contact'), [contactName, contactPhone].filter((part) => part !== undefined).join('\n')],
    [t('accessNotes'), accessNotes],
  ])
}

/** What is to be done there, on what, and with what. */
function workOf(writing: Writing, { notes, objects, parts, tasks }: DaySheetStop): Content[] {
  const { format, t } = writing
  const titled = (title: string, content: Content): Content[] => [
    { text: title, color: grey, fontSize: 8, margin: [2, 4, 0, 1] },
    { stack: [content], margin: [2, 0, 0, 0] },
  ]
  const listed = (lines: readonly string[]): Content => ({
    ul: lines.map((text) => ({ text: breakable(text) })),
  })
  const joined = (...texts: readonly (string | undefined)[]) =>
    texts.filter((text) => text !== undefined && text !== '').join(' – ')
  return [
    ...(tasks.length > 0
      ? titled(t('tasks'), listed(tasks.map(({ name, note }) => joined(name, note))))
      : []),
    ...(notes.length > 0 ? titled(t('internalNotes'), listed(notes)) : []),
    ...(objects.length > 0
      ? titled(
          t('objects'),
          listed(
            objects.map(({ name, note, number, serialNumber }) =>
              joined(
                `${name} (${number})`,
                serialNumber === undefined ? undefined : `${t('serialNumber')} ${serialNumber}`,
                note,
              ),
            ),
          ),
        )
      : []),
    ...(parts.length > 0
      ? titled(
          t('partsToBring'),
          table(
            [
              { title: t('item'), width: 80, cell: ({ itemNumber }) => itemNumber },
              { title: t('description'), width: '*', cell: ({ itemName }) => itemName },
              {
                title: t('quantity'),
                width: 60,
                isNumber: true,
                cell: ({ quantity, unit }) => `${format.quantity(quantity)}\u00a0${unit}`,
              },
              { title: '', width: 90, cell: ({ isReady }) => (isReady ? '' : t('notReady')) },
            ],
            parts,
          ),
        )
      : []),
  ]
}

/** Boxes for the times that the technician writes by hand. */
function timeBoxes({ t }: Writing): Content {
  const name = (text: string): TableCell => ({
    text,
    color: grey,
    fontSize: 8,
    border: [false, false, false, false],
  })
  const box: TableCell = { text: ' ', lineHeight: 1.6 }
  return {
    unbreakable: true,
    margin: [0, 8, 0, 10],
    table: {
      widths: ['auto', 72, 'auto', 72],
      body: [[name(t('actualStart')), box, name(t('actualEnd')), box]],
    },
    layout: { hLineColor: () => line, vLineColor: () => line },
  }
}

function wayLine(writing: Writing, title: string, way: Way): Content {
  return { text: `${title}: ${wayText(writing, way)}`, color: grey, fontSize: 8, margin: [26, 4, 0, 4] }
}

function wayText({ format, t }: Writing, { isAssumed, kilometres, travelMinutes }: Way): string {
  const minutes = t('wayMinutes', { minutes: travelMinutes })
  if (isAssumed) return `${minutes} (${t('wayAssumed')})`
  return kilometres === undefined ? minutes : `${minutes}, ${format.quantity(kilometres * 1000)}\u00a0km`
}
