import type { CodeTables } from './codes.store'
import { codeName } from './repair.lookups'

/** An area, or a code in its area, as one choice. */
export interface AreaCode {
  readonly areaId: string
  readonly codeId?: string | undefined
  /** Names one of the list: the code, else the area. */
  readonly key: string
  readonly title: string
  readonly subtitle: string
}

export type AreaCodeKind = 'symptom' | 'diagnosis'

interface Kept {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly active: boolean
}

function tablesOf(kind: AreaCodeKind, tables: CodeTables) {
  if (kind === 'symptom') {
    const codes = tables.symptomCodes.map((code) => ({ ...code, areaId: code.symptomAreaId }))
    return { areas: tables.symptomAreas, codes }
  }
  const codes = tables.diagnosisCodes.map((code) => ({ ...code, areaId: code.diagnosisAreaId }))
  return { areas: tables.diagnosisAreas, codes }
}

/**
 * What may be chosen: every area and, beneath it, its codes, so that the area follows its code. Those out of use are
 * left out but for the one that is held (R08-08).
 */
export function areaCodes(
  kind: AreaCodeKind,
  tables: CodeTables,
  held: { readonly areaId?: string | null | undefined; readonly codeId?: string | null | undefined } = {},
): AreaCode[] {
  const { areas, codes } = tablesOf(kind, tables)
  const isShown = ({ active, id }: Kept) => active || id === held.areaId || id === held.codeId
  return areas.filter(isShown).flatMap((area) => {
    const name = codeName(area)
    const own = codes.filter((code) => code.areaId === area.id && isShown(code))
    return [
      { areaId: area.id, key: area.id, title: name, subtitle: area.code },
      ...own.map((code) => ({
        ...{ areaId: area.id, codeId: code.id, key: code.id },
        ...{ title: `${name} › ${codeName(code)}`, subtitle: `${area.code} › ${code.code}` },
      })),
    ]
  })
}
