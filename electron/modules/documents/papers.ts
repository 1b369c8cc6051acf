import type { Content } from 'pdfmake/interfaces'
import type { Money } from '../../shared/contract/money'
import type { Language } from '../../shared/contract/session'
import {
  blankLine,
  drawing,
  facts,
  heading,
  paperOf,
  section,
  table,
  writingOf,
  type TableColumn,
  type Writing,
} from './layout'
import type { Paper } from './renderPdf'
import type {
  DeliveryNote,
  EstimatePaper,
  EstimatePaperLine,
  OrderFacts,
  OrderStatus,
  ReceiptLine,
  ReceiptSignature,
  WorkDescription,
  WorkReceipt,
} from './snapshot'
import type { TextKey } from './texts'

const typeKeys = { hour: 'typeHour', expense: 'typeExpense', item: 'typeItem', fee: 'typeFee' } as const
const priorityKeys = { high: 'priorityHigh', normal: 'priorityNormal', low: 'priorityLow' } as const

/** Name and number as one text: "Løkke Verksted (CU-000001)". */
function named({ name, number }: { readonly name: string; readonly number?: string | undefined }): string {
  return number === undefined ? name : `${name} (${number})`
}

function addressOf(site: OrderFacts['site']): string | undefined {
  if (!site) return undefined
  const { addressLine1, addressLine2, city, country, name, postalCode, region } = site
  const town = [postalCode, city].filter((part) => part).join(' ')
  return [name, addressLine1, addressLine2, town, [region, country].filter((part) => part).join(', ')]
    .filter((part) => part)
    .join('\n')
}

function contactOf(contact: OrderFacts['contact']): string | undefined {
  return contact && [contact.name, contact.phone, contact.email].filter((part) => part).join('\n')
}

/** Tasks or repairs, each with its notes below its name. */
function tasksOf(title: string, tasks: NonNullable<WorkReceipt['tasks']>): Content[] {
  return section(
    title,
    tasks.map(({ name, notes }) => [name, ...notes].join('\n')),
  )
}

type Facts = readonly (readonly [string, string | undefined])[]

function orderFacts({ t, format }: Writing, order: OrderFacts): Facts {
  return [
    [t('order'), order.number],
    [t('description'), order.description],
    [t('customer'), named(order.customer)],
    [t('customerReference'), order.customerReference],
    [t('serviceTime'), format.range(order.serviceAt, order.serviceUntil)],
    [t('technician'), order.technician],
    [t('site'), addressOf(order.site)],
    [t('contact'), contactOf(order.contact)],
  ]
}

function quantityOf(
  { t, format }: Writing,
  { quantity, type, unit }: Pick<ReceiptLine, 'quantity' | 'type' | 'unit'>,
): string {
  return type === 'hour'
    ? `${format.hours(quantity)}\u00a0${t('hours')}`
    : `${format.quantity(quantity)}\u00a0${unit}`
}

/** The lines of a kind of work: hours, expenses and fees, or parts. */
function workTable(writing: Writing, lines: readonly ReceiptLine[], hasAmounts: boolean): Content[] {
  const { t, format } = writing
  const columns: TableColumn<ReceiptLine>[] = [
    { title: t('line'), width: 24, cell: ({ lineNo }) => String(lineNo) },
    {
      title: t('description'),
      width: '*',
      cell: ({ description, endAt, object, startAt, type }) =>
        [
          type === 'hour' ? description : `${t(typeKeys[type])}: ${description}`,
          object,
          startAt === undefined ? undefined : format.range(startAt, endAt),
        ]
          .filter((part) => part !== undefined)
          .join('\n'),
    },
    { title: t('worker'), width: 96, cell: ({ worker }) => worker ?? '' },
    { title: t('quantity'), width: 64, isNumber: true, cell: (line) => quantityOf(writing, line) },
  ]
  if (hasAmounts) columns.push(amountColumn(writing))
  return lines.length === 0 ? [] : [heading(t('work')), table(columns, lines)]
}

function amountColumn({ t, format }: Writing): TableColumn<ReceiptLine> {
  return {
    title: t('amount'),
    width: 84,
    isNumber: true,
    cell: ({ amount }) => (amount ? format.money(amount) : ''),
  }
}

function partsTable(writing: Writing, lines: readonly ReceiptLine[], hasAmounts: boolean): Content[] {
  const { t } = writing
  const columns: TableColumn<ReceiptLine>[] = [
    { title: t('line'), width: 24, cell: ({ lineNo }) => String(lineNo) },
    { title: t('item'), width: 72, cell: ({ itemNumber }) => itemNumber ?? '' },
    {
      title: t('description'),
      width: '*',
      cell: ({ description, object }) =>
        [description, object].filter((part) => part !== undefined).join('\n'),
    },
    { title: t('serialNumber'), width: 80, cell: ({ serialNumber }) => serialNumber ?? '' },
    { title: t('quantity'), width: 64, isNumber: true, cell: (line) => quantityOf(writing, line) },
  ]
  if (hasAmounts) columns.push(amountColumn(writing))
  return lines.length === 0 ? [] : [heading(t('parts')), table(columns, lines)]
}

function linesOf(
  writing: Writing,
  lines: readonly ReceiptLine[],
  empty: TextKey,
  hasAmounts = false,
): Content[] {
  if (lines.length === 0) return [{ text: writing.t(empty), margin: [0, 14, 0, 0] }]
  const isPart = ({ type }: ReceiptLine) => type === 'item'
  return [
    ...workTable(writing, lines.filter((line) => !isPart(line)), hasAmounts),
    ...partsTable(writing, lines.filter(isPart), hasAmounts),
  ] // prettier-ignore
}

function signatureOf({ t, format }: Writing, signature: ReceiptSignature): Content {
  const { absentReason, at, drawing: drawn, role, signer, technician } = signature
  const who = signer === undefined ? undefined : [signer, role].filter((part) => part).join(', ')
  return {
    unbreakable: true,
    margin: [0, 14, 0, 0],
    stack: [
      { text: t('signature'), bold: true, fontSize: 11, margin: [0, 0, 0, 4] },
      ...(drawn ? [drawing(drawn)] : []),
      facts([
        [t('signedBy'), who],
        [t('date'), format.instant(at)],
        [t('customerAbsent'), absentReason],
        [t('technician'), technician],
      ]),
    ],
  }
}

function totalOf({ t, format }: Writing, total: Money): Content {
  return {
    text: `${t('totalWithoutVat')}: ${format.money(total)}`,
    bold: true,
    alignment: 'right',
    margin: 6,
  }
}

/** The work receipt (04 §5): what was done, external notes, and the signatures. */
export function workReceipt(receipt: WorkReceipt, language: Language): Paper {
  const writing = writingOf(language, receipt.zone)
  const { t } = writing
  const { lines, notes, objects, repairs = [], signatures, tasks = [], total } = receipt
  return paperOf(writing, receipt, t('workReceipt'), () => [
    facts(orderFacts(writing, receipt)),
    ...section(t('objects'), objects.map(named)),
    ...tasksOf(t('tasks'), tasks),
    ...tasksOf(t('repairs'), repairs),
    ...linesOf(writing, lines, 'nothingDone', total !== undefined),
    ...(total ? [totalOf(writing, total)] : []),
    ...section(t('notes'), notes),
    ...(signatures.length > 0
      ? signatures.map((signature) => signatureOf(writing, signature))
      : [blankLine(t('signature'))]),
  ])
}

/** The work description (04 §5): what the technician has to know before the visit. */
export function workDescription(order: WorkDescription, language: Language): Paper {
  const writing = writingOf(language, order.zone)
  const { t } = writing
  const { accessNotes, internalNotes, lines, notes, objects, priority, tasks } = order
  return paperOf(writing, order, t('workDescription'), () => [
    facts([...orderFacts(writing, order), [t('priority'), t(priorityKeys[priority])]]),
    ...section(t('accessNotes'), accessNotes === undefined ? [] : [accessNotes]),
    ...section(t('internalNotes'), internalNotes),
    ...section(t('notes'), notes),
    ...section(
      t('objects'),
      objects.map((object) =>
        object.note === undefined ? named(object) : `${named(object)}\n${object.note}`,
      ),
    ),
    ...tasksOf(t('tasks'), tasks),
    heading(t('plannedWork')),
    ...linesOf(writing, lines, 'nothingPlanned'),
  ])
}

/** What a repair will cost, for the customer to approve (08 §2.4). */
export function repairEstimate(paper: EstimatePaper, language: Language): Paper {
  const writing = writingOf(language, paper.zone)
  const { t, format } = writing
  const { approval, estimateNumber, lines, object, texts, total, validUntil } = paper
  return paperOf(
    writing,
    paper,
    t('estimate'),
    () => [
      facts([
        ...orderFacts(writing, paper),
        [t('object'), object],
        [t('validUntil'), format.date(validUntil)],
        [t('approvedBy'), approval && `${approval.name}, ${format.instant(approval.at)}`],
      ]),
      ...section(t('repair'), texts),
      heading(t('estimateLines')),
      table(estimateColumns(writing), lines),
      totalOf(writing, total),
      ...(approval ? [] : [blankLine(t('approvalSignature'))]),
    ],
    estimateNumber,
  )
}

function estimateColumns(writing: Writing): TableColumn<EstimatePaperLine>[] {
  const { t, format } = writing
  const discounted = ({ discount }: EstimatePaperLine) => (discount === 0 ? '' : format.percent(discount))
  return [
    {
      title: t('description'),
      width: '*',
      cell: ({ description, type }) =>
        type === 'hour' || type === 'item' ? description : `${t(typeKeys[type])}: ${description}`,
    },
    {
      title: t('quantity'),
      width: 64,
      isNumber: true,
      cell: (line) => quantityOf(writing, line).trim(),
    },
    {
      title: t('unitPrice'),
      width: 72,
      isNumber: true,
      cell: ({ amount, unitPrice }) => format.unitPrice(unitPrice, amount.currency),
    },
    { title: t('discount'), width: 56, isNumber: true, cell: discounted },
    { title: t('amount'), width: 84, isNumber: true, cell: ({ amount }) => format.money(amount) },
  ]
}

/** What a customer is told of the order (R12-24): number, stage, appointment, texts meant for the customer. */
export function orderStatus(order: OrderStatus, language: Language): Paper {
  const writing = writingOf(language, order.zone)
  const { t, format } = writing
  return paperOf(writing, order, t('orderStatus'), () => [
    facts([
      [t('serviceOrder'), order.number],
      [t('description'), order.description],
      [t('customer'), named(order.customer)],
      [t('customerReference'), order.customerReference],
      [t('stage'), order.stage],
      [t('serviceTime'), format.range(order.serviceAt, order.serviceUntil)],
      [t('site'), addressOf(order.site)],
      [t('asOf'), format.instant(order.asOf)],
    ]),
    ...section(t('notes'), order.notes),
  ])
}

/** What was delivered, to be signed by whoever receives it. */
export function deliveryNote(note: DeliveryNote, language: Language): Paper {
  const writing = writingOf(language, note.zone)
  const { t, format } = writing
  const { date, lines, noteNumber } = note
  return paperOf(
    writing,
    note,
    t('deliveryNote'),
    () => [
      facts([...orderFacts(writing, note), [t('date'), date === undefined ? undefined : format.date(date)]]),
      ...linesOf(writing, lines, 'nothingDelivered'),
      blankLine(t('receivedBy')),
    ],
    noteNumber,
  )
}
