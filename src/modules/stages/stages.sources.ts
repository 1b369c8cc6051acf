import { contract } from '@contract/index'
import { ReasonCodeId, StageId } from '@contract/id'
import type { Stage } from '@contract/stages'
import { fieldsOf } from '@/composables/contract'
import { listSource } from '@/composables/list'
import { recordSource, type RecordOf } from '@/composables/useRecord'
import { client } from '@/rpc/client'

const { stages } = contract
const ask = client.stages

export const reasonList = listSource(stages.listReasonCodes, (input) => ask.listReasonCodes(input))

async function findStage(stageId: StageId): Promise<Stage> {
  const { stages: all } = await ask.getTree()
  const found = all.find(({ id }) => id === stageId)
  if (!found) throw new Error(`there is no stage ${stageId}`)
  return found
}

/** A stage is read with the tree, which is never long. */
export const stageRecord = recordSource({
  entity: 'stage',
  id: StageId,
  schema: fieldsOf(stages.createStage),
  labels: 'stages.stage',
  get: findStage,
  create: (id, values): Promise<Stage> => ask.createStage({ id, ...values }),
  update: ({ id, version }, { allowPost, sequence, ...patch }, reason): Promise<Stage> =>
    ask.updateStage({
      stageId: id,
      expectedVersion: version,
      // Neither of the two can be empty on a stage that exists.
      patch: { ...patch, allowPost: allowPost ?? undefined, sequence: sequence ?? undefined },
      reason,
    }),
  remove: ({ id, version }, reason) => ask.deleteStage({ stageId: id, expectedVersion: version, reason }),
  deactivate: ({ id, version }, reason): Promise<Stage> =>
    ask.deactivateStage({ stageId: id, expectedVersion: version, reason }),
  activate: ({ id, version }, reason): Promise<Stage> =>
    ask.activateStage({ stageId: id, expectedVersion: version, reason }),
})

export const reasonRecord = recordSource({
  entity: 'reasonCode',
  id: ReasonCodeId,
  schema: fieldsOf(stages.createReasonCode),
  labels: 'stages.reason',
  get: (reasonCodeId) => ask.getReasonCode({ reasonCodeId }),
  create: (id, values) => ask.createReasonCode({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateReasonCode({ reasonCodeId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) =>
    ask.deleteReasonCode({ reasonCodeId: id, expectedVersion: version, reason }),
  deactivate: ({ id, version }, reason) =>
    ask.deactivateReasonCode({ reasonCodeId: id, expectedVersion: version, reason }),
  activate: ({ id, version }, reason) =>
    ask.activateReasonCode({ reasonCodeId: id, expectedVersion: version, reason }),
})

/** The stage's record on a screen, for the parts of its page. */
export type StagePage = RecordOf<typeof stageRecord>
export type ReasonPage = RecordOf<typeof reasonRecord>
