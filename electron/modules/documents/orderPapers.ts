import type { Language } from '../../shared/contract/session'
import type {
  DeliveryNote as StoredNote,
  DeliveryNoteLine as NoteLine,
} from '../../shared/contract/orderRequirements'
import type { Order, OrderLine } from '../../shared/contract/orders'
import type { Estimate } from '../../shared/contract/repairEstimates'
import type { DocumentsDeps, ToldRepair, WrittenNotes } from './documents.deps'
import type {
  DeliveryNote,
  EstimatePaper,
  OrderFacts,
  OrderStatus,
  ReceiptLine,
  WorkDescription,
  WorkReceipt,
} from './snapshot'

/** When a record was made: the time in its UUIDv7. */
function madeAt(id: string): number {
  return Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)
}

function present<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> }
function present(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}

/** What every document says of an order: no note, price, cost or anything of other customers among it. */
export function orderFacts(
  { company }: Pick<DocumentsDeps, 'company'>,
  order: Order,
  footer: string | undefined,
): OrderFacts {
  const { logoSha256, name, registrationNumber } = company()
  const { contactEmail, contactName, contactPhone, customerName, customerNumber, siteAddress } = order
  const { accessNotes: _access, latitude: _latitude, longitude: _longitude, ...site } = siteAddress ?? {}
  return {
    company: { name, ...present({ registrationNumber, logo: logoSha256 }) },
    number: order.number,
    customer: { name: customerName, ...present({ number: customerNumber }) },
    ...present({
      description: order.description,
      customerReference: order.customerReference,
      technician: order.preferredTechnicianName,
      serviceUntil: order.preferredUntil,
      footer,
      site: siteAddress ? present(site) : undefined,
      contact:
        contactName === undefined
          ? undefined
          : { name: contactName, ...present({ phone: contactPhone, email: contactEmail }) },
    }),
    serviceAt: order.preferredServiceAt,
    zone: order.siteZone,
    recordedAt: madeAt(order.id),
  }
}

function lineOf(order: Order, line: OrderLine, quantity: number): ReceiptLine {
  const relation = order.objectRelations.find(({ id }) => id === line.objectRelationId)
  const { description, endAt, itemNumber, lineNo, serialNumber, startAt, type, unit, workerName } = line
  const object = relation && [relation.objectNumber, relation.objectName].filter((part) => part).join(' ')
  return {
    ...{ lineNo, type, description, quantity, unit },
    ...present({ worker: workerName, object, itemNumber, serialNumber, startAt, endAt }),
  }
}

/** Lines that were not canceled and have a registered quantity. */
function registered({ lines }: Order): { line: OrderLine; quantity: number }[] {
  return lines.flatMap((line) =>
    line.status === 'canceled' || line.actualQty === undefined ? [] : [{ line, quantity: line.actualQty }],
  )
}

/** What is for customers, the order's own first (R01-10). */
function notesOf({ externalNote }: Order, { external }: WrittenNotes): string[] {
  return [...(externalNote === undefined ? [] : [externalNote]), ...external]
}
/** The order's tasks with those of their notes that the document may show. */
function tasksOf({ taskRelations }: Order, ...kinds: ('internalNote' | 'externalNote')[]) {
  return taskRelations.map((relation) => ({
    name: relation.taskName,
    notes: kinds.flatMap((kind) => relation[kind] ?? []),
  }))
}

const objectsOf = ({ objectRelations }: Order) =>
  objectRelations.map(({ objectName, objectNumber }) =>
    objectName === undefined
      ? { name: objectNumber ?? '' }
      : { name: objectName, ...present({ number: objectNumber }) },
  )

/** The receipt of the work registered so far (04 §5), not yet signed. */
export function receiptOf(
  order: Order,
  facts: OrderFacts,
  written: WrittenNotes,
  repairs: readonly ToldRepair[],
): WorkReceipt {
  const lines = registered(order)
  const currency = order.currency ?? order.totals?.sales.currency
  return {
    ...facts,
    objects: objectsOf(order),
    tasks: tasksOf(order, 'externalNote'),
    ...toldRepairs(order, repairs),
    lines: lines.map(({ line, quantity }) => ({
      ...lineOf(order, line, quantity),
      amount: line.salesAmount,
    })),
    notes: notesOf(order, written),
    signatures: [],
    ...(currency !== undefined && lines.length > 0
      ? { total: { minor: lines.reduce((sum, { line }) => sum + line.salesAmount.minor, 0), currency } }
      : {}),
  }
}

/** What is told of repairs, each under its object's name; nothing where nobody wrote something (08 §2.2). */
function toldRepairs(order: Order, repairs: readonly ToldRepair[]): Pick<WorkReceipt, 'repairs'> {
  const told = repairs.flatMap((repair) => {
    const { customerText, title } = repair
    const notes = customerText === undefined ? [] : [customerText]
    const name = [objectOf(order, repair), title].filter((part) => part).join(': ')
    return notes.length > 0 ? [{ name, notes }] : []
  })
  return told.length > 0 ? { repairs: told } : {}
}

function objectOf(order: Order, { objectRelationId }: ToldRepair): string | undefined {
  const relation = order.objectRelations.find(({ id }) => id === objectRelationId)
  return relation && [relation.objectNumber, relation.objectName].filter((part) => part).join(' ')
}

/** A version of an estimate, as its customer gets it. */
export function estimateOf(
  order: Order,
  facts: OrderFacts,
  { estimate, repair }: { readonly estimate: Estimate; readonly repair: ToldRepair },
): EstimatePaper {
  const { approvedAt, approverName, estimateVersion, lines, sentAt, total, validUntil } = estimate
  return {
    ...facts,
    recordedAt: sentAt ?? madeAt(estimate.id),
    estimateNumber: `${repair.number}/${String(estimateVersion)}`,
    validUntil,
    approval: approvedAt === undefined ? undefined : { name: approverName ?? '', at: approvedAt },
    object: objectOf(order, repair),
    texts: [repair.title, repair.customerText].flatMap((text) => text ?? []),
    lines: lines.map(({ amount, description, discount, kind, quantity, unit, unitPrice }) => ({
      ...{ description, discount, quantity, unitPrice, amount },
      type: kind,
      unit: unit ?? '',
    })),
    total,
  }
}

export function descriptionOf(order: Order, facts: OrderFacts, written: WrittenNotes): WorkDescription {
  const { internalNote, lines, objectRelations, priority, siteAddress } = order
  return {
    ...facts,
    priority,
    accessNotes: siteAddress?.accessNotes,
    internalNotes: [...(internalNote === undefined ? [] : [internalNote]), ...written.internal],
    notes: notesOf(order, written),
    objects: objectsOf(order).map((object, index) => ({ ...object, note: objectRelations[index]?.note })),
    tasks: tasksOf(order, 'internalNote', 'externalNote'),
    lines: lines
      .filter(({ status }) => status !== 'canceled')
      .map((line) => lineOf(order, line, line.estimatedQty ?? line.actualQty ?? 0)),
  }
}

/** Number, stage, appointment and what is meant for the customer: neither contact nor technician (R12-24). */
export function statusOf(order: Order, facts: OrderFacts, written: WrittenNotes, asOf: number): OrderStatus {
  const told = tasksOf(order, 'externalNote').flatMap(({ notes }) => notes)
  return {
    ...facts,
    recordedAt: asOf,
    asOf,
    stage: order.stageName,
    notes: [...notesOf(order, written), ...told],
  }
}

/** A delivery note as it was made; without one, all that was delivered for the order and what its lines have used. */
export function deliveryOf(
  order: Order,
  facts: OrderFacts,
  notes: readonly StoredNote[],
  note: StoredNote | undefined,
): DeliveryNote {
  if (note)
    return {
      ...facts,
      recordedAt: note.at,
      noteNumber: note.number,
      date: note.date,
      lines: note.lines.map(deliveredLine),
    }
  const used = registered(order).filter(
    ({ line, quantity }) => line.type === 'item' && line.itemSetup !== 'itemRequirement' && quantity > 0,
  )
  return {
    ...facts,
    date: order.serviceDate,
    lines: [
      ...notes.flatMap(({ lines }) => lines.map(deliveredLine)),
      ...used.map(({ line, quantity }) => lineOf(order, line, quantity)),
    ],
  }
}

function deliveredLine({
  itemName,
  itemNumber,
  lineNo,
  quantity,
  serialNumbers,
  unit,
  variant,
}: NoteLine): ReceiptLine {
  const description = variant === undefined ? itemName : `${itemName}, ${variant}`
  const serials = serialNumbers.length > 0 ? { serialNumber: serialNumbers.join(', ') } : {}
  return { lineNo, type: 'item', description, quantity, unit, itemNumber, ...serials }
}

/** The language a customer reads: his own, else the company's. */
export function languageOf(
  { company, customerLanguage }: Pick<DocumentsDeps, 'company' | 'customerLanguage'>,
  order: Order,
): Language {
  return customerLanguage(order.customerId) ?? company().language
}
