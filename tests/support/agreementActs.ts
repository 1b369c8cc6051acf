import type { Agreement } from '../../electron/shared/contract/serviceAgreements'
import {
  agreementBranchOf,
  agreementHours,
  agreementOf,
  agreementRef,
  type AgreementBranch,
  type AgreementFields,
} from './agreements'
import { newId, type TestApp } from './app'

type Act = () => Promise<() => Promise<unknown>>

/** Every command on agreements with what is there before it, for the tests of undo. */
export function agreementActs(of: () => TestApp): Readonly<Record<string, Act>> {
  const api = () => of().owner.agreements
  const draft = async (fields: AgreementFields = {}): Promise<[Agreement, AgreementBranch]> => {
    const branch = await agreementBranchOf(of())
    const { id: groupId } = await api().createAgreementGroup({ id: newId(), code: 'G', description: 'G' })
    const { objectId, taskId } = branch
    const made = await agreementOf(of().owner, branch, {
      ...{ groupId, startDate: '2026-01-01', endDate: '2026-12-31' },
      ...{ objectRelations: [{ objectId }], taskRelations: [{ taskId }], lines: [agreementHours(branch)] },
      ...fields,
    })
    return [made, branch]
  }
  const active = async (fields: AgreementFields = {}): Promise<[Agreement, AgreementBranch]> => {
    const [made, branch] = await draft(fields)
    return [await api().activate(agreementRef(made)), branch]
  }
  const lineRef = ({ lines: [line], version }: Agreement) => ({ lineId: line!.id, expectedVersion: version })
  const ordered = async (): Promise<[Agreement, AgreementBranch]> => {
    const [agreement, branch] = await active()
    await of().owner.orders.createOrder({
      ...{ id: newId(), customerId: branch.customerId, agreementId: agreement.id },
      preferredServiceAt: Date.UTC(2026, 8, 10, 8),
      lines: [
        { id: newId(), type: 'hour', categoryId: branch.categoryId, agreementLineId: agreement.lines[0]!.id },
      ],
    })
    return [agreement, branch]
  }

  return {
    'agreements.addLine': async () => {
      const [agreement, branch] = await draft()
      return () => api().addLine({ ...agreementRef(agreement), ...agreementHours(branch) })
    },
    'agreements.updateLine': async () => {
      const [agreement] = await draft()
      const { lineId } = lineRef(agreement)
      return () =>
        api().updateLine({ ...agreementRef(agreement), lineId, patch: { quantity: 60, priceOverride: 1 } })
    },
    'agreements.deleteLine': async () => {
      const [agreement] = await draft()
      return () => api().deleteLine({ ...agreementRef(agreement), lineId: lineRef(agreement).lineId })
    },
    'agreements.stopLine': async () => {
      const [agreement] = await draft()
      return () => api().stopLine({ ...lineRef(agreement), date: '2026-03-02', reason: 'Away' })
    },
    'agreements.restartLine': async () => {
      const [agreement] = await draft()
      const stopped = await api().stopLine({ ...lineRef(agreement), date: '2026-03-02', reason: 'Away' })
      return () => api().restartLine({ ...lineRef(stopped), reason: 'Back' })
    },
    'agreements.addObjectRelation': async () => {
      const [agreement, { objectId }] = await draft({ objectRelations: [] })
      return () => api().addObjectRelation({ ...agreementRef(agreement), objectId, note: 'Left of the gate' })
    },
    'agreements.removeObjectRelation': async () => {
      const [{ objectRelations, version }] = await draft()
      return () =>
        api().removeObjectRelation({ relationId: objectRelations[0]!.id, expectedVersion: version })
    },
    'agreements.addTaskRelation': async () => {
      const [agreement, { taskId }] = await draft({ taskRelations: [] })
      return () => api().addTaskRelation({ ...agreementRef(agreement), taskId })
    },
    'agreements.removeTaskRelation': async () => {
      const [{ taskRelations, version }] = await draft()
      return () => api().removeTaskRelation({ relationId: taskRelations[0]!.id, expectedVersion: version })
    },
    'agreements.activate': async () => {
      const [agreement] = await draft()
      return () => api().activate(agreementRef(agreement))
    },
    'agreements.suspend': async () => {
      const [agreement] = await active()
      return () => api().suspend({ ...agreementRef(agreement), reason: 'Not paid' })
    },
    'agreements.resume': async () => {
      const [agreement] = await active()
      const suspended = await api().suspend({ ...agreementRef(agreement), reason: 'Not paid' })
      return () => api().resume(agreementRef(suspended))
    },
    'agreements.close': async () => {
      const [agreement] = await active({ endDate: '2026-02-01' })
      return () => api().close(agreementRef(agreement))
    },
    'agreements.reopen': async () => {
      const [agreement] = await active()
      const ended = await api().terminate({ ...agreementRef(agreement), date: '2026-12-31', reason: 'Sold' })
      const closed = await api().close(agreementRef(ended))
      return () => api().reopen({ ...agreementRef(closed), reason: 'Again' })
    },
    'agreements.setTemplate': async () => {
      const [agreement] = await draft()
      const { id: templateGroupId } = await api().createTemplateGroup({
        id: newId(),
        code: 'T',
        description: 'T',
      })
      return () => api().setTemplate({ ...agreementRef(agreement), templateGroupId })
    },
    'agreements.copyLines': async () => {
      const [source, branch] = await draft()
      const target = await agreementOf(of().owner, branch, { lines: [] })
      return () =>
        api().copyLines({
          ...{ sourceId: source.id, lineIds: source.lines.map(({ id }) => id), withRelations: true },
          ...{ targetId: target.id, expectedVersion: target.version },
        })
    },
    'agreements.renewAgreement': async () => {
      const [agreement] = await active()
      return () => api().renewAgreement({ ...agreementRef(agreement), mode: 'successor' })
    },
    'agreements.runRenewals': async () => {
      await active({ renewal: 'auto' })
      return () => api().runRenewals({ date: '2026-12-15' })
    },
    'agreements.terminate': async () => {
      const [agreement] = await ordered()
      return () => api().terminate({ ...agreementRef(agreement), date: '2026-06-30', reason: 'Sold' })
    },
    'agreements.withdrawTermination': async () => {
      const [agreement] = await active()
      const ended = await api().terminate({ ...agreementRef(agreement), date: '2026-06-30', reason: 'Sold' })
      return () => api().withdrawTermination(agreementRef(ended))
    },
    'agreements.applyToOpenOrders': async () => {
      const [agreement] = await ordered()
      const { lineId } = lineRef(agreement)
      const changed = await api().updateLine({
        ...agreementRef(agreement),
        lineId,
        patch: { priceOverride: 70_000 },
      })
      const { fingerprint } = await api().previewApply({ agreementId: agreement.id })
      return () => api().applyToOpenOrders({ ...agreementRef(changed), fingerprint })
    },
    'agreements.setResponsible': async () => {
      const [agreement, { workerId }] = await ordered()
      return () => api().setResponsible({ agreementIds: [agreement.id], workerId, openOrders: true })
    },
  }
}
