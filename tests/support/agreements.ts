import type { Client } from '../../electron/shared/contract/index'
import type { Agreement } from '../../electron/shared/contract/serviceAgreements'
import { newId, type TestApp } from './app'
import { branchOf, type Branch } from './orders'

type Input<Name extends keyof Client['agreements']> = Parameters<Client['agreements'][Name]>[0]
export type AgreementFields = Partial<Input<'createAgreement'>>
export type AgreementLineInput = NonNullable<Input<'createAgreement'>['lines']>[number]

/** A branch with what agreements are made of: a billing account, a group, an object, a task, a monthly rhythm. */
export interface AgreementBranch extends Branch {
  readonly accountId: Awaited<ReturnType<Client['agreements']['createBillingAccount']>>['id']
  readonly objectId: Awaited<ReturnType<Client['objects']['createObject']>>['id']
  readonly taskId: Awaited<ReturnType<Client['agreements']['createServiceTask']>>['id']
}

export async function agreementBranchOf(app: TestApp): Promise<AgreementBranch> {
  const branch = await branchOf(app)
  const { customerId } = branch
  const { agreements, objects } = app.owner
  const { id: accountId } = await agreements.createBillingAccount({
    ...{ id: newId(), name: 'Service', customerId, type: 'timeAndMaterial' },
  })
  const { id: objectId } = await objects.createObject({ id: newId(), description: 'Press 1', customerId })
  const { id: taskId } = await agreements.createServiceTask({
    ...{ id: newId(), code: 'CHECK', description: { en: 'Yearly check' } },
  })
  return { ...branch, accountId, objectId, taskId }
}

/** A draft agreement of the branch's customer from 2026-03-01. */
export async function agreementOf(
  client: Client,
  { customerId }: Pick<Branch, 'customerId'>,
  fields: AgreementFields = {},
): Promise<Agreement> {
  return client.agreements.createAgreement({
    ...{ id: newId(), customerId, description: 'Care', startDate: '2026-03-01' },
    ...fields,
  })
}

/** An hour line of the branch's category: two hours. */
export function agreementHours(
  { categoryId }: Pick<Branch, 'categoryId'>,
  fields: Partial<AgreementLineInput> = {},
): AgreementLineInput {
  return { id: newId(), type: 'hour', categoryId, quantity: 120, ...fields }
}

/** How a command names the agreement it changes. */
export function agreementRef({ id, version }: Pick<Agreement, 'id' | 'version'>): {
  agreementId: Agreement['id']
  expectedVersion: number
} {
  return { agreementId: id, expectedVersion: version }
}

/** The line of a number; the test fails when there is none. */
export function agreementLine({ lines }: Agreement, lineNo: number): Agreement['lines'][number] {
  const line = lines.find((other) => other.lineNo === lineNo)
  if (!line) throw new Error(`the agreement has no line ${String(lineNo)}`)
  return line
}
