import type { Condition } from '@contract/repairCodes'
import type { Lookup } from '@/composables/list'
import { i18n } from '@/plugins/i18n'
import { useRepairCodesStore, type CodeTables } from './codes.store'

/** A code's names by language. */
export type CodeNames = Condition['names']

/** A code of any table, as far as choosing goes. */
interface Code {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly names?: CodeNames
  readonly active: boolean
}

/** A code's name in the language of the screen; the name itself where there is none. */
export function codeName({ name, names }: Pick<Code, 'name' | 'names'>): string {
  const own = new Map<string, string | undefined>(Object.entries(names ?? {}))
  return own.get(i18n.global.locale.value) ?? name
}

/** The codes of a table in use, by code or name. */
function lookupOf(table: (tables: CodeTables) => readonly Code[]): Lookup {
  const option = (found: Code) => ({ id: found.id, title: codeName(found), subtitle: found.code })
  return {
    search: async (text, limit) => {
      const words = text.trim().toLocaleLowerCase()
      return table(await useRepairCodesStore().read())
        .filter(({ active }) => active)
        .filter((found) => `${found.code} ${codeName(found)}`.toLocaleLowerCase().includes(words))
        .slice(0, limit)
        .map(option)
    },
    resolve: async (id) => {
      const found = table(await useRepairCodesStore().read()).find((one) => one.id === id)
      if (!found) throw new Error(`there is no code ${id}`)
      return option(found)
    },
  }
}

export const conditionLookup = lookupOf(({ conditions }) => conditions)
export const symptomAreaLookup = lookupOf(({ symptomAreas }) => symptomAreas)
export const symptomCodeLookup = lookupOf(({ symptomCodes }) => symptomCodes)
export const diagnosisAreaLookup = lookupOf(({ diagnosisAreas }) => diagnosisAreas)
export const diagnosisCodeLookup = lookupOf(({ diagnosisCodes }) => diagnosisCodes)
export const resolutionLookup = lookupOf(({ resolutions }) => resolutions)
export const barrierLookup = lookupOf(({ barriers }) => barriers)
export const repairStageLookup = lookupOf(({ stages }) => stages)
