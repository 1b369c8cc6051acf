import type { Content } from 'pdfmake/interfaces'
import type { ObjectEvent, ObjectReliability } from '../../shared/contract/objects'
import type { Language } from '../../shared/contract/session'
import { breakable, facts, logoOf, section, table, writingOf, type TableColumn, type Writing } from './layout'
import { renderPdf } from './renderPdf'
import type { Letterhead } from './reportPaper'
import { textsOf } from './texts'

/** What is printed of an object: plain facts, its figures and its time line; no internal note among it (R12-24). */
export interface PrintedHistory {
  readonly language: Language
  readonly zone: string
  readonly at: number
  readonly object: {
    readonly number: string
    readonly description: string
    readonly serialNumber?: string | undefined
    readonly itemNumber?: string | undefined
    readonly customerName?: string | undefined
  }
  readonly items: readonly ObjectEvent[]
  readonly reliability: ObjectReliability
}

const grey = '#5a5a5a'
const outcomeKeys = {
  fixed: 'outcomeFixed',
  repairable: 'outcomeRepairable',
  endOfLife: 'outcomeEndOfLife',
  noFaultFound: 'outcomeNoFaultFound',
  canceled: 'outcomeCanceled',
  unknown: 'outcomeUnknown',
} as const
const actionKeys = {
  copied: 'partAdded',
  added: 'partAdded',
  changed: 'partChanged',
  replaced: 'partReplaced',
  deleted: 'partDeleted',
} as const
const kindKeys = { order: 'serviceOrder', repair: 'repair', part: 'partChange' } as const

/** What the file of an object's time line is called. */
export function historyTitle(language: Language): string {
  return textsOf(language)('objectHistory')
}

/** Renders the time line of an object with its figures (08 §5). */
export function renderObjectHistory(
  { images, logo, name }: Letterhead,
  history: PrintedHistory,
): Promise<Uint8Array> {
  const writing = writingOf(history.language, history.zone)
  const title = historyTitle(history.language)
  return renderPdf(
    [
      {
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
                { text: title, bold: true, fontSize: 12 },
                { text: history.object.number, color: grey },
              ],
            },
          ],
        }),
        content: () => contentOf(writing, history),
        footer: (page, pages) => ({
          margin: [48, 16, 48, 0],
          columns: [
            { width: '*', text: writing.format.instant(history.at), color: grey, fontSize: 8 },
            {
              width: 'auto',
              text: writing.t('page', { page, pages }),
              alignment: 'right',
              color: grey,
              fontSize: 8,
            },
          ],
        }),
      },
    ],
    {
      title: `${title} ${history.object.number}`,
      author: name,
      language: history.language,
      creationDate: new Date(history.at),
      images,
    },
  )
}

function contentOf(writing: Writing, { items, object, reliability }: PrintedHistory): Content[] {
  const { t, format } = writing
  const { customerName, description, itemNumber, number, serialNumber } = object
  const { availability, failures, mtbfMinutes, mttrMinutes, repeats } = reliability
  const hours = (minutes: number | undefined) =>
    minutes === undefined ? t('notEnoughData') : `${format.hours(minutes)}\u00a0${t('hours')}`
  return [
    facts([
      [t('object'), [number, description].join(' ')],
      [t('serialNumber'), serialNumber],
      [t('item'), itemNumber],
      [t('customer'), customerName],
      [t('failures'), String(failures)],
      [t('repeatRepairs'), String(repeats)],
      [t('mtbf'), hours(mtbfMinutes)],
      [t('mttr'), hours(mttrMinutes)],
      [t('availability'), availability === undefined ? t('notEnoughData') : format.percent(availability)],
    ]),
    ...section('', [t('mtbfText')]),
    ...(items.length === 0 ? section('', [t('nothingHappened')]) : [table(columnsOf(writing), items)]),
  ]
}

function columnsOf(writing: Writing): TableColumn<ObjectEvent>[] {
  const { t, format } = writing
  return [
    { title: t('date'), width: 84, cell: ({ at }) => format.instant(at) },
    { title: t('event'), width: 76, cell: ({ kind }) => t(kindKeys[kind]) },
    { title: t('number'), width: 84, cell: numberOf },
    { title: t('description'), width: '*', cell: (event) => textOf(writing, event) },
  ]
}

function numberOf(event: ObjectEvent): string {
  return event.kind === 'part' ? (event.orderNumber ?? '') : event.number
}

function textOf({ t, format }: Writing, event: ObjectEvent): string {
  if (event.kind === 'order') return event.description
  if (event.kind === 'repair') {
    const { barrier, finishedAt, isRepeat, outcome, resolution, symptom, title } = event
    const end = finishedAt === undefined ? t('stillOpen') : format.instant(finishedAt)
    const done = resolution ?? (outcome && t(outcomeKeys[outcome]))
    const found = [done, barrier].filter((part) => part).join(', ')
    return [title, symptom, `${t('finished')}: ${end}`, found, isRepeat ? t('isRepeat') : undefined]
      .filter((part) => part)
      .join('\n')
  }
  const { action, description, itemNumber, newDescription, newItemNumber, newSerialNumber, serialNumber } =
    event
  const part = (...words: readonly (string | undefined)[]) => words.filter((word) => word).join(' ')
  return [
    `${t(actionKeys[action])}: ${part(itemNumber, description, serialNumber)}`,
    newItemNumber === undefined ? undefined : `→ ${part(newItemNumber, newDescription, newSerialNumber)}`,
  ]
    .filter((line) => line !== undefined)
    .join('\n')
}
