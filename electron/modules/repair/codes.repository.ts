import { bool, entityTable, int, json, ref, text, type EntityTable } from '../../db/entityTable'
import { toBytes, toId } from '../../db/ids'
import { createListView, type JoinedField } from '../../db/listQuery'
import { createRecords, type Store } from '../../db/records'
import type {
  Barrier,
  Condition,
  DiagnosisArea,
  DiagnosisCode,
  RepairStage,
  Resolution,
  SymptomArea,
  SymptomCode,
} from '../../shared/contract/repairCodes'
import { Language } from '../../shared/contract/session'

/** What every code of repair management has (08 §2.1). */
export interface StoredCode {
  readonly id: string
  readonly version: number
  readonly code: string
  readonly name: string
  readonly names?: Partial<Record<Language, string>> | undefined
  readonly sortOrder: number
  readonly active: boolean
}
export type StoredSymptomCode = Omit<SymptomCode, 'symptomAreaCode' | 'symptomAreaName'>
export type StoredDiagnosisCode = Omit<DiagnosisCode, 'diagnosisAreaCode' | 'diagnosisAreaName'>

const codeColumns = {
  code: text(),
  name: text({ sorted: true }),
  names: json(),
  sortOrder: int(),
  active: bool({ column: 'is_active' }),
}

/** The SQL of a code's name in a language; where it has none in that language, the name itself. */
export function nameIn(language: Language, alias: string): string {
  return `coalesce(${alias}.names ->> '$.${language}', ${alias}.name)`
}

/** One of each kind for every language, made when it is first asked for. */
export function perLanguage<Made>(make: (language: Language) => Made): (language: Language) => Made {
  const made = new Map<Language, Made>()
  return (language) => {
    const known = made.get(language) ?? make(language)
    made.set(language, known)
    return known
  }
}

interface KindSpec<R extends StoredCode> {
  readonly table: EntityTable<R>
  /** The area that the codes belong to. */
  readonly area?: { readonly table: string; readonly field: 'symptomArea' | 'diagnosisArea' }
  readonly sort?: Extract<keyof R, string>
}

/** Records and list of one kind of code; its lists are read in the language of who asks. */
function createKind<R extends StoredCode, View>(store: Store, { area, sort, table }: KindSpec<R>) {
  const joinedIn = (language: Language): Record<string, JoinedField> =>
    area
      ? {
          [`${area.field}Code`]: { sql: 'a.code', kind: 'text' },
          [`${area.field}Name`]: { sql: nameIn(language, 'a'), kind: 'text', sortSql: 'a.name_sort' },
        }
      : {}
  const areaColumn = area?.field === 'symptomArea' ? 'symptom_area_id' : 'diagnosis_area_id'
  return {
    records: createRecords(store, table),
    list: perLanguage((language) =>
      createListView<R, View>(store, {
        table,
        joins: area ? `LEFT JOIN ${area.table} a ON a.id = t.${areaColumn}` : '',
        joined: joinedIn(language),
        searched: ['t.code', nameIn(language, 't')],
        defaultSort: [{ field: sort ?? 'sortOrder', direction: 'asc' }],
      }),
    ),
  }
}
export type CodeKind<R extends StoredCode, View> = ReturnType<typeof createKind<R, View>>

/** All SQL of the code tables and of repair stages. */
export function createCodesRepository(store: Store) {
  const { db } = store
  const stages = createKind<RepairStage, RepairStage>(store, {
    sort: 'sequence',
    table: entityTable<RepairStage>({
      entity: 'repairStage',
      table: 'repair_stage',
      columns: {
        ...codeColumns,
        sequence: int(),
        finished: bool({ column: 'is_finished' }),
        initial: bool({ column: 'is_initial' }),
        nextStageIds: json(),
        color: text(),
      },
    }),
  })
  const selectStages = db.prepare<[], Buffer>('SELECT id FROM repair_stage ORDER BY sequence').pluck()
  const countLines = db
    .prepare<[Buffer], number>('SELECT count(*) FROM repair_line WHERE repair_stage_id = ?')
    .pluck()

  return {
    conditions: createKind<Condition, Condition>(store, {
      table: entityTable<Condition>({
        entity: 'condition',
        table: 'repair_condition',
        columns: codeColumns,
      }),
    }),
    symptomAreas: createKind<SymptomArea, SymptomArea>(store, {
      table: entityTable<SymptomArea>({
        entity: 'symptomArea',
        table: 'symptom_area',
        columns: codeColumns,
      }),
    }),
    symptomCodes: createKind<StoredSymptomCode, SymptomCode>(store, {
      area: { table: 'symptom_area', field: 'symptomArea' },
      table: entityTable<StoredSymptomCode>({
        entity: 'symptomCode',
        table: 'symptom_code',
        columns: { ...codeColumns, symptomAreaId: ref() },
      }),
    }),
    diagnosisAreas: createKind<DiagnosisArea, DiagnosisArea>(store, {
      table: entityTable<DiagnosisArea>({
        entity: 'diagnosisArea',
        table: 'diagnosis_area',
        columns: codeColumns,
      }),
    }),
    diagnosisCodes: createKind<StoredDiagnosisCode, DiagnosisCode>(store, {
      area: { table: 'diagnosis_area', field: 'diagnosisArea' },
      table: entityTable<StoredDiagnosisCode>({
        entity: 'diagnosisCode',
        table: 'diagnosis_code',
        columns: { ...codeColumns, diagnosisAreaId: ref() },
      }),
    }),
    resolutions: createKind<Resolution, Resolution>(store, {
      table: entityTable<Resolution>({
        entity: 'resolution',
        table: 'resolution',
        columns: { ...codeColumns, outcome: text() },
      }),
    }),
    barriers: createKind<Barrier, Barrier>(store, {
      table: entityTable<Barrier>({ entity: 'barrier', table: 'barrier', columns: codeColumns }),
    }),
    stages,
    /** Every repair stage in its sequence; there are few. */
    allStages(): RepairStage[] {
      return selectStages.all().map((id) => stages.records.get(toId(id)))
    },
    /** How many lines stand in a repair stage. */
    linesInStage(id: string): number {
      return countLines.get(toBytes(id)) ?? 0
    },
  }
}
export type CodesRepository = ReturnType<typeof createCodesRepository>
