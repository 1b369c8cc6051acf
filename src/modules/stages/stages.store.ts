import type { StageId } from '@contract/id'
import type { ImportedStage, StageDifference, StageNode } from '@contract/stages'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { refusalOf, type Refusal } from '@/composables/refusal'
import { onChange } from '@/rpc/changes'
import { client } from '@/rpc/client'

/** The tree of stages, parents first; it follows changes while anyone shows it. */
export const useStagesStore = defineStore('stages', () => {
  const stages = shallowRef<readonly StageNode[]>([])
  const isLoaded = shallowRef(false)
  const refusal = shallowRef<Refusal>()
  const byId = computed(() => new Map<string, StageNode>(stages.value.map((stage) => [stage.id, stage])))
  let timer: ReturnType<typeof setTimeout> | undefined

  async function load(): Promise<void> {
    try {
      stages.value = (await client.stages.getTree()).stages
      refusal.value = undefined
      isLoaded.value = true
    } catch (error) {
      refusal.value = refusalOf(error)
    }
  }

  function loadSoon(): void {
    if (!isLoaded.value) return
    clearTimeout(timer)
    timer = setTimeout(() => void load(), 200)
  }
  onChange('stage', loadSoon)
  onChange('stageHistory', loadSoon)

  /** Puts a stage under another parent; throws the refusals of the tree. */
  async function moveTo(stage: StageNode, parentId: StageId): Promise<void> {
    await client.stages.updateStage({
      stageId: stage.id,
      expectedVersion: stage.version,
      patch: { parentId },
    })
    await load()
  }

  /** What an import would change; nothing is written. */
  async function preview(imported: readonly ImportedStage[]): Promise<readonly StageDifference[]> {
    const { differences } = await client.stages.importTree({ tree: { stages: [...imported] }, preview: true })
    return differences
  }

  async function importTree(imported: readonly ImportedStage[]): Promise<void> {
    await client.stages.importTree({ tree: { stages: [...imported] } })
    await load()
  }

  return { stages, byId, isLoaded, refusal, load, moveTo, preview, importTree }
})
