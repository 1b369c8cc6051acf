import { AgreementId, TemplateGroupId, type ObjectId, type ServiceTaskId } from '@contract/id'
import type {
  Agreement,
  AgreementObjectRelation,
  AgreementTaskRelation,
  CopiedLines,
} from '@contract/serviceAgreements'
import { mintId } from '@/composables/mintId'
import { isConflict } from '@/composables/refusal'
import { client } from '@/rpc/client'
import type { AgreementPage } from './agreements.sources'

const ask = client.agreements
export const refOf = ({ id, version }: Agreement) => ({ agreementId: id, expectedVersion: version })

/** The agreement as it is shown. */
export function heldAgreement({ record }: AgreementPage): Agreement {
  if (!record) throw new Error('the agreement is not there yet')
  return record
}

/** Takes the newest state in; what is typed in the head stays. */
export async function readAgain(page: AgreementPage): Promise<void> {
  await page.run(({ id }) => ask.getAgreement({ agreementId: id }))
}

/** Does something to the agreement as it is shown and shows what became of it; throws the refusals. */
export async function change(
  page: AgreementPage,
  act: (agreement: Agreement) => Promise<Agreement>,
): Promise<Agreement> {
  const stored = await act(heldAgreement(page))
  await page.run(() => Promise.resolve(stored))
  return stored
}

/** The same; where others were faster, the agreement is read again and the write repeated once. */
export async function changeAgain(
  page: AgreementPage,
  act: (agreement: Agreement) => Promise<Agreement>,
): Promise<Agreement> {
  try {
    return await change(page, act)
  } catch (error) {
    if (!isConflict(error)) throw error
    await readAgain(page)
    return await change(page, act)
  }
}

/** How an agreement goes from one state to the next (02 §3.1). */
export const stateActs = ['activate', 'suspend', 'resume', 'close', 'reopen'] as const
export type StateAct = (typeof stateActs)[number]

export function changeState(page: AgreementPage, act: StateAct, reason: string | undefined) {
  return change(page, (agreement) => {
    const input = refOf(agreement)
    if (act === 'suspend') return ask.suspend({ ...input, reason: reason ?? '' })
    if (act === 'reopen') return ask.reopen({ ...input, reason: reason ?? '' })
    return ask[act]({ ...input, reason })
  })
}

/** Makes the agreement a template in a group, or with none an agreement again (R02-09). */
export function setTemplate(page: AgreementPage, templateGroupId: string | undefined) {
  const group =
    templateGroupId === undefined ? {} : { templateGroupId: TemplateGroupId.parse(templateGroupId) }
  return change(page, (agreement) => ask.setTemplate({ ...refOf(agreement), ...group }))
}

/** A new template, which needs no customer (R02-09). */
export function createTemplate(description: string, templateGroupId: TemplateGroupId): Promise<Agreement> {
  return ask.createAgreement({ id: mintId(AgreementId), description, isTemplate: true, templateGroupId })
}

export interface LinesToCopy {
  readonly sourceId: AgreementId
  readonly lineIds: readonly Agreement['lines'][number]['id'][]
  readonly withRelations: boolean
}

/** Copies lines of a template or an agreement here; the answer says what did not come along (R02-10…R02-13). */
export async function copyLines(
  page: AgreementPage,
  { lineIds, ...from }: LinesToCopy,
): Promise<CopiedLines> {
  const { id, version } = heldAgreement(page)
  const copied = await ask.copyLines({
    targetId: id,
    expectedVersion: version,
    ...from,
    lineIds: [...lineIds],
  })
  await page.run(() => Promise.resolve(copied.agreement))
  return copied
}

export function readAgreement(id: string): Promise<Agreement> {
  return ask.getAgreement({ agreementId: AgreementId.parse(id) })
}

export function addObject(
  page: AgreementPage,
  given: {
    readonly objectId: ObjectId
    readonly referenceCode?: string | undefined
    readonly note?: string | undefined
  },
) {
  return changeAgain(page, (agreement) => ask.addObjectRelation({ ...refOf(agreement), ...given }))
}

export function removeObject(page: AgreementPage, { id }: AgreementObjectRelation) {
  return change(page, ({ version }) => ask.removeObjectRelation({ relationId: id, expectedVersion: version }))
}

export function addTask(
  page: AgreementPage,
  given: {
    readonly taskId: ServiceTaskId
    readonly internalNote?: string | undefined
    readonly externalNote?: string | undefined
  },
) {
  return changeAgain(page, (agreement) => ask.addTaskRelation({ ...refOf(agreement), ...given }))
}

export function removeTask(page: AgreementPage, { id }: AgreementTaskRelation) {
  return change(page, ({ version }) => ask.removeTaskRelation({ relationId: id, expectedVersion: version }))
}
