import type { Page } from '@contract/page'
import type {
  Barrier,
  Condition,
  DiagnosisArea,
  DiagnosisCode,
  RepairStage,
  Resolution,
  SymptomArea,
  SymptomCode,
} from '@contract/repairCodes'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { refusalOf, type Refusal } from '@/composables/refusal'
import { onChange } from '@/rpc/changes'
import { client } from '@/rpc/client'

/** The code tables of repair management, each in its order. */
export interface CodeTables {
  readonly conditions: readonly Condition[]
  readonly symptomAreas: readonly SymptomArea[]
  readonly symptomCodes: readonly SymptomCode[]
  readonly diagnosisAreas: readonly DiagnosisArea[]
  readonly diagnosisCodes: readonly DiagnosisCode[]
  readonly resolutions: readonly Resolution[]
  readonly barriers: readonly Barrier[]
  readonly stages: readonly RepairStage[]
}

const none: CodeTables = {
  ...{ conditions: [], symptomAreas: [], symptomCodes: [], diagnosisAreas: [] },
  ...{ diagnosisCodes: [], resolutions: [], barriers: [], stages: [] },
}
interface PageRequest {
  readonly limit: number
  readonly after?: string
}

/** All records of a list that is never long. */
async function whole<Item>(read: (page: PageRequest) => Promise<Page<Item>>): Promise<Item[]> {
  const all: Item[] = []
  let after: string | undefined
  do {
    const page = await read({ limit: 200, ...(after === undefined ? {} : { after }) })
    all.push(...page.items)
    after = page.next
  } while (after !== undefined)
  return all
}

interface Coded {
  readonly code: string
  readonly sortOrder: number
}
const inOrder = <Item extends Coded>(codes: readonly Item[]) =>
  [...codes].sort(
    (left, right) => left.sortOrder - right.sortOrder || left.code.localeCompare(right.code, 'en'),
  )

async function readTables(): Promise<CodeTables> {
  const ask = client.repair
  const [conditions, symptomAreas, symptomCodes, diagnosisAreas, diagnosisCodes, resolutions, barriers, stages] =
    await Promise.all([
      whole((page) => ask.listConditions(page)), whole((page) => ask.listSymptomAreas(page)),
      whole((page) => ask.listSymptomCodes(page)), whole((page) => ask.listDiagnosisAreas(page)),
      whole((page) => ask.listDiagnosisCodes(page)), whole((page) => ask.listResolutions(page)),
      whole((page) => ask.listBarriers(page)), whole((page) => ask.listRepairStages(page)),
    ]) // prettier-ignore
  return {
    conditions: inOrder(conditions), symptomAreas: inOrder(symptomAreas), symptomCodes: inOrder(symptomCodes),
    diagnosisAreas: inOrder(diagnosisAreas), diagnosisCodes: inOrder(diagnosisCodes),
    resolutions: inOrder(resolutions), barriers: inOrder(barriers),
    stages: [...stages].sort((left, right) => left.sequence - right.sequence),
  } // prettier-ignore
}

const entities = [
  ...['condition', 'symptomArea', 'symptomCode', 'diagnosisArea'],
  ...['diagnosisCode', 'resolution', 'barrier', 'repairStage'],
]

/** The code tables, read once and kept up to date: every field that offers codes reads them here. */
export const useRepairCodesStore = defineStore('repairCodes', () => {
  const tables = shallowRef<CodeTables>(none)
  const isLoaded = shallowRef(false)
  const refusal = shallowRef<Refusal>()
  let reading: Promise<void> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  async function load(): Promise<void> {
    try {
      tables.value = await readTables()
      isLoaded.value = true
      refusal.value = undefined
    } catch (error) {
      refusal.value = refusalOf(error)
    }
  }

  /** The tables as they are known; they are read the first time. */
  async function read(): Promise<CodeTables> {
    if (!isLoaded.value) await (reading ??= load().finally(() => (reading = undefined)))
    return tables.value
  }

  function loadSoon(): void {
    if (!isLoaded.value) return
    clearTimeout(timer)
    timer = setTimeout(() => void load(), 200)
  }
  for (const entity of entities) onChange(entity, loadSoon)

  return { tables, isLoaded, refusal, load, read }
})
