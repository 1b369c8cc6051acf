import { toBytes } from '../../electron/db/ids'
import type { Client } from '../../electron/shared/contract/index'
import type {
  GenerationInput,
  GenerationPreview,
  GenerationRun,
  SkipCode,
} from '../../electron/shared/contract/generationRuns'
import type {
  AgreementId,
  AgreementLineId,
  IntervalId,
  TimeWindowId,
} from '../../electron/shared/contract/id'
import type { Order } from '../../electron/shared/contract/orders'
import { agreementLineRow, agreementRow } from './agreementRows'
import { newId, type TestApp } from './app'
import { agreementBranchOf, type AgreementBranch } from './agreements'
import { resultOf } from './orders'

type Row = NonNullable<Parameters<typeof agreementRow>[2]>
type RunInput = Partial<Parameters<Client['generation']['previewGeneration']>[0]> &
  Pick<GenerationInput, 'from' | 'to'>

/** A branch with agreements to generate from; its company has no calendar, so that every day is open. */
export interface GenerationBranch extends AgreementBranch {
  readonly weekly: IntervalId
  readonly monthly: IntervalId
  readonly monthWindow: TimeWindowId
}

export async function generationBranchOf(app: TestApp): Promise<GenerationBranch> {
  const branch = await agreementBranchOf(app)
  const rhythm = (code: string, range: 'week' | 'month') =>
    app.owner.generation.createInterval({ id: newId(), code, range })
  const { id: weekly } = await rhythm('T-WEEK', 'week')
  const { id: monthly } = await rhythm('T-MONTH', 'month')
  const { id: monthWindow } = await app.owner.generation.createTimeWindow({
    ...{ id: newId(), code: 'T-MONTH', method: 'month' },
  })
  app.db.prepare('UPDATE company SET calendar_id = NULL').run()
  return { ...branch, weekly, monthly, monthWindow }
}

/** An active, open-ended agreement of the branch. */
export function activeAgreement(app: TestApp, branch: GenerationBranch, fields: Row = {}): AgreementId {
  const { accountId, customerId } = branch
  return agreementRow(app, { customerId, billingAccountId: accountId }, { end_date: null, ...fields })
}

/** A line of the agreement that begins on a date. */
export function rhythmLine(
  app: TestApp,
  branch: GenerationBranch,
  agreementId: AgreementId,
  start: string,
  fields: Row = {},
): AgreementLineId {
  const dates = { start_date: start, series_anchor: start }
  return agreementLineRow(app, agreementId, branch, { ...dates, ...fields })
}

export const bytes = (id: string | undefined): Buffer | null => (id === undefined ? null : toBytes(id))

/** The documented example E1: three lines of two objects from 2007-04-01, weekly, every two weeks, weekly. */
export async function exampleOne(
  app: TestApp,
  branch: GenerationBranch,
  combine: string,
): Promise<{ agreementId: AgreementId; lines: AgreementLineId[] }> {
  const { id: other } = await app.owner.objects.createObject({
    ...{ id: newId(), description: 'Press 2', customerId: branch.customerId },
  })
  const { id: twoWeeks } = await app.owner.generation.createInterval({
    ...{ id: newId(), code: 'T-2WEEKS', range: 'week', frequency: 2 },
  })
  const agreementId = activeAgreement(app, branch, { start_date: '2007-03-31', combine })
  const line = (objectId: string, intervalId: string) =>
    rhythmLine(app, branch, agreementId, '2007-04-01', {
      object_id: bytes(objectId),
      interval_id: bytes(intervalId),
    })
  const lines = [line(branch.objectId, branch.weekly), line(other, twoWeeks), line(other, branch.weekly)]
  return { agreementId, lines }
}

export const april: RunInput = { from: '2007-04-01', to: '2007-04-30' }
const allTypes = ['hour', 'expense', 'item', 'fee'] as const

/** What a preview of these dates answers. */
export async function preview(client: Client, input: RunInput): Promise<GenerationPreview> {
  const { jobId } = await client.generation.previewGeneration({ types: [...allTypes], ...input })
  return (await resultOf(client, jobId)) as GenerationPreview
}

/** Previews and commits. */
export async function generate(client: Client, input: RunInput): Promise<GenerationRun> {
  const { fingerprint } = await preview(client, input)
  return commit(client, input, fingerprint)
}

export async function commit(client: Client, input: RunInput, fingerprint: string): Promise<GenerationRun> {
  const { jobId } = await client.generation.commitGeneration({ types: [...allTypes], ...input, fingerprint })
  return (await resultOf(client, jobId)) as GenerationRun
}

export async function undo(
  client: Client,
  { id, version }: Pick<GenerationRun, 'id' | 'version'>,
  mode: 'all' | 'untouchedOnly' = 'all',
): Promise<GenerationRun> {
  return client.generation.undoRun({ runId: id, expectedVersion: version, mode, reason: 'Wrong month' })
}

/** The refusal of a call, or of the job that it started. */
export async function failureOf(
  work: Promise<unknown>,
): Promise<{ code: string; data: Record<string, unknown> }> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof Error)) throw new Error('nothing was refused')
  const refusal = 'code' in error ? error : error.cause
  return refusal as { code: string; data: Record<string, unknown> }
}

/** All orders of the store by service date and number, with their lines. */
export async function ordersOf(client: Client): Promise<Order[]> {
  const { items } = await client.orders.listOrders({
    ...{ limit: 200, sort: [{ field: 'number', direction: 'asc' }] },
  })
  return Promise.all(items.map(({ id }) => client.orders.getOrder({ orderId: id })))
}

/** The dates of the planned orders with their numbers of lines. */
export function visits({ orders }: GenerationPreview): string[] {
  return orders.map(({ lineCount, serviceDate }) => `${String(serviceDate)} ×${String(lineCount)}`)
}

export function skipsOf({ skips }: GenerationPreview): (SkipCode | undefined)[] {
  return skips.map(({ skipCode }) => skipCode)
}
