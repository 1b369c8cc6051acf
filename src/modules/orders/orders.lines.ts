import { OrderLineId } from '@contract/id'
import { NewOrderLine, OrderLinePatch, type Order, type OrderLine } from '@contract/orders'
import type { LineType } from '@contract/agreements'
import { ref } from 'vue'
import type { z } from 'zod'
import type { EditedLine, LineRecord } from '@/components/lines/lineRecord'
import { useLineForm as useForm } from '@/components/lines/useLineForm'
import { patchValues } from '@/composables/changes'
import { mintId } from '@/composables/mintId'
import { isConflict } from '@/composables/refusal'
import { useContractForm } from '@/composables/useContractForm'
import { client } from '@/rpc/client'
import type { OrderPage } from './orders.sources'

const ask = client.orders

/** The fields of a line's form. */
export const LineFields = NewOrderLine.omit({ id: true, type: true })
export type LineValues = z.output<typeof LineFields>
export type LineFieldName = keyof typeof LineFields.shape
const fieldNames: readonly string[] = Object.keys(LineFields.shape)

/** Writes to an order's lines; where others were faster, the order is read again and the write repeated once. */
export async function writeLine(page: OrderPage, act: (order: Order) => Promise<Order>): Promise<Order> {
  const stored = await repeated(page, act)
  await page.run(() => Promise.resolve(stored))
  return stored
}

async function repeated(page: OrderPage, act: (order: Order) => Promise<Order>): Promise<Order> {
  try {
    return await act(heldOrder(page))
  } catch (error) {
    if (!isConflict(error)) throw error
    await readAgain(page)
    return await act(heldOrder(page))
  }
}

/** The order as it is shown. */
export function heldOrder({ record }: OrderPage): Order {
  if (!record) throw new Error('the order is not there yet')
  return record
}

/** Takes the newest state in; what is typed in the head stays. */
async function readAgain(page: OrderPage): Promise<void> {
  await page.run(({ id }) => ask.getOrder({ orderId: id }))
}

const refOf = ({ id, version }: Order) => ({ orderId: id, expectedVersion: version })

export function addLine(
  page: OrderPage,
  id: OrderLineId,
  type: LineType,
  values: LineValues,
  reason?: string,
): Promise<Order> {
  return writeLine(page, (order) => ask.addLine({ ...refOf(order), id, type, ...values, reason }))
}

/** Changes a line on the order's version as shown; throws CONFLICT, so that the caller can compare first. */
async function updateLine(
  page: OrderPage,
  lineId: string,
  changed: Readonly<Record<string, unknown>>,
  reason?: string,
): Promise<Order> {
  const patch = OrderLinePatch.parse(patchValues(changed))
  const order = heldOrder(page)
  const stored = await ask.updateLine({
    ...refOf(order),
    ...{ lineId: OrderLineId.parse(lineId), patch, reason },
  })
  await page.run(() => Promise.resolve(stored))
  return stored
}

export function cancelLine(page: OrderPage, { id }: OrderLine): Promise<Order> {
  return writeLine(page, (order) => ask.cancelLine({ ...refOf(order), lineIds: [id] }))
}

export function revokeLine(page: OrderPage, { id }: OrderLine): Promise<Order> {
  return writeLine(page, (order) => ask.revokeLineCancel({ ...refOf(order), lineIds: [id] }))
}

export function findPriceAgain(page: OrderPage, { id }: OrderLine): Promise<Order> {
  return writeLine(page, ({ version }) => ask.findPriceAgain({ lineId: id, expectedVersion: version }))
}

/** What a copy of a line starts with: its registered quantity becomes the estimate. */
export function copyOf(line: OrderLine): LineValues {
  const { actualQty, startAt: _start, endAt: _end, salesPriceSource, ...rest } = line
  const isManual = salesPriceSource === 'manual'
  const { salesPrice, costPrice: _cost, discount, serialNumber: _serial, ...values } = LineFields.parse(rest)
  return {
    ...values,
    estimatedQty: actualQty ?? line.estimatedQty,
    ...(isManual && salesPrice !== undefined ? { salesPrice } : {}),
    ...(discount ? { discount } : {}),
  }
}

/**
 * The order as a record whose lines are typed in its grid.
 *
 * @param reasonOf - why the line is changed, where the domain wants to know
 */
export function lineRecordOf(
  page: OrderPage,
  reasonOf: () => string | undefined = () => undefined,
): LineRecord<OrderLine> {
  return {
    entity: 'orderLine',
    fieldNames,
    id: () => page.record?.id,
    version: () => heldOrder(page).version,
    lines: () => page.record?.lines ?? [],
    mayEdit: ({ status }) => status === 'created',
    mintId: () => mintId(OrderLineId),
    copyOf,
    readAgain: () => readAgain(page),
    update: (lineId, changed) => updateLine(page, lineId, changed, reasonOf()),
  }
}

interface LineFormOptions {
  readonly page: OrderPage
  readonly edited: EditedLine
  readonly draftKey: string
  readonly proposed: Readonly<Record<string, unknown>>
}
/** The form of one of the order's lines; what a promise covers is charged with a reason only (R08-11). */
export function useLineForm({ page, ...options }: LineFormOptions) {
  const reason = ref<string>()
  const form = useForm({
    ...options,
    record: lineRecordOf(page, () => reason.value),
    fields: (initial) => useContractForm(LineFields, { ...initial }, { labels: 'orders.line' }),
    add: ({ lineId, type }, values: LineValues) =>
      type === undefined
        ? Promise.resolve()
        : addLine(page, OrderLineId.parse(lineId), type, values, reason.value),
  })
  return { ...form, reason }
}
export type LineForm = ReturnType<typeof useLineForm>
