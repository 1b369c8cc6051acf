import type { LineType } from '@contract/agreements'
import { AgreementLineId } from '@contract/id'
import {
  AgreementLinePatch,
  NewAgreementLine,
  type Agreement,
  type AgreementLine,
} from '@contract/serviceAgreements'
import { mdiCashMultiple, mdiClockOutline, mdiPackageVariantClosed, mdiReceiptTextOutline } from '@mdi/js'
import type { z } from 'zod'
import type { EditedLine, LineRecord } from '@/components/lines/lineRecord'
import { useLineForm as useForm } from '@/components/lines/useLineForm'
import { patchValues } from '@/composables/changes'
import { mintId } from '@/composables/mintId'
import { useContractForm } from '@/composables/useContractForm'
import type { FieldTexts } from '@/composables/useRecord'
import type { useFormat } from '@/composables/useFormat'
import { itemLookup } from '@/modules/catalog'
import { intervalLookup, timeWindowLookup } from '@/modules/generation'
import { objectLookup } from '@/modules/objects'
import { workerLookup } from '@/modules/people'
import { warehouseLookup } from '@/modules/stock'
import { categoryLookup, linePropertyLookup, serviceTaskLookup } from '@/modules/agreements'
import { i18n } from '@/plugins/i18n'
import { client } from '@/rpc/client'
import { change, changeAgain, heldAgreement, readAgain, refOf } from './agreements.commands'
import type { AgreementPage } from './agreements.sources'

const ask = client.agreements
type Format = ReturnType<typeof useFormat>

/** The fields of a line's form. */
export const LineFields = NewAgreementLine.omit({ id: true, type: true, minutes: true })
export type LineValues = z.output<typeof LineFields>
export type LineFieldName = keyof typeof LineFields.shape
const fieldNames: readonly string[] = Object.keys(LineFields.shape)

export const lineIcons: Readonly<Record<LineType, string>> = {
  hour: mdiClockOutline,
  expense: mdiReceiptTextOutline,
  item: mdiPackageVariantClosed,
  fee: mdiCashMultiple,
}

function addLine(
  page: AgreementPage,
  id: AgreementLineId,
  type: LineType,
  values: LineValues,
): Promise<Agreement> {
  return changeAgain(page, (agreement) => ask.addLine({ ...refOf(agreement), id, type, ...values }))
}

/** Changes a line on the agreement's version as shown; throws CONFLICT, so that the caller can compare first. */
function updateLine(
  page: AgreementPage,
  lineId: string,
  changed: Readonly<Record<string, unknown>>,
): Promise<Agreement> {
  const patch = AgreementLinePatch.parse(patchValues(changed))
  return change(page, (agreement) =>
    ask.updateLine({ ...refOf(agreement), lineId: AgreementLineId.parse(lineId), patch }),
  )
}

export function stopLine(page: AgreementPage, { id }: AgreementLine, date: string, reason: string) {
  return changeAgain(page, ({ version }) =>
    ask.stopLine({ lineId: id, expectedVersion: version, date, reason }),
  )
}

export function restartLine(page: AgreementPage, { id }: AgreementLine, reason: string) {
  return changeAgain(page, ({ version }) => ask.restartLine({ lineId: id, expectedVersion: version, reason }))
}

export function deleteLine(page: AgreementPage, { id }: AgreementLine, reason: string | undefined) {
  return changeAgain(page, (agreement) => ask.deleteLine({ ...refOf(agreement), lineId: id, reason }))
}

/** What a copy of a line starts with: everything but its stop. */
function copyOf(line: AgreementLine): LineValues {
  return LineFields.parse(line)
}

/** The line of the agreement that is named. */
export function lineOf(page: AgreementPage, lineId: string): AgreementLine | undefined {
  return page.record && heldAgreement(page).lines.find(({ id }) => id === lineId)
}

/** The agreement as a record whose lines are typed in its grid. */
export function lineRecordOf(page: AgreementPage): LineRecord<AgreementLine> {
  return {
    entity: 'agreementLine',
    fieldNames,
    id: () => page.record?.id,
    version: () => heldAgreement(page).version,
    lines: () => page.record?.lines ?? [],
    mayEdit: () => true,
    mintId: () => mintId(AgreementLineId),
    copyOf,
    readAgain: () => readAgain(page),
    update: (lineId, changed) => updateLine(page, lineId, changed),
  }
}

interface LineFormOptions {
  readonly page: AgreementPage
  readonly edited: EditedLine
  readonly draftKey: string
  readonly proposed: Readonly<Record<string, unknown>>
}
/** The form of one of the agreement's lines. */
export function useLineForm({ page, ...options }: LineFormOptions) {
  return useForm({
    ...options,
    record: lineRecordOf(page),
    fields: (initial) => useContractForm(LineFields, { ...initial }, { labels: 'serviceAgreements.line' }),
    add: ({ lineId, type }, values: LineValues) =>
      type === undefined ? Promise.resolve() : addLine(page, AgreementLineId.parse(lineId), type, values),
  })
}
export type LineForm = ReturnType<typeof useLineForm>

/** A quantity of a line with its unit; hours count minutes and read as hours. */
export function lineQuantity(
  { type, unit }: Pick<AgreementLine, 'type' | 'unit'>,
  quantity: number,
  format: Format,
): string {
  return type === 'hour'
    ? `${format.hours(quantity)}\u00a0${i18n.global.t('common.hours')}`
    : `${format.quantity(quantity)}\u00a0${unit}`
}

/** How comparisons say the fields of a line that are references or literals. */
export const lineFieldTexts: FieldTexts = {
  categoryId: categoryLookup(() => undefined),
  workerId: workerLookup,
  itemId: itemLookup,
  warehouseId: warehouseLookup,
  objectId: objectLookup(() => undefined),
  taskId: serviceTaskLookup,
  intervalId: intervalLookup,
  windowId: timeWindowLookup,
  linePropertyId: linePropertyLookup,
  itemSetup: 'serviceAgreements.itemSetup',
}

/** A field's value of a line as text, where it is no plain one. */
export function lineValueText(
  field: string,
  value: unknown,
  line: Pick<AgreementLine, 'type' | 'unit'>,
  format: Format,
): unknown {
  if (typeof value === 'string' && field.endsWith('Date')) return format.date(value)
  if (typeof value !== 'number') return value
  if (field === 'quantity') return lineQuantity(line, value, format)
  return field === 'discount' ? format.percent(value) : format.unitPrice(value)
}
