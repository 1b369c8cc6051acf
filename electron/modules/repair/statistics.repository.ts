import type { Db } from '../../db/database'
import { toId } from '../../db/ids'
import type { Condition } from '../../db/listQuery'
import { RepairLineId, type OfficeId } from '../../shared/contract/id'
import type { OutcomeClass } from '../../shared/contract/repairCodes'
import type { RepairFilter, RepairGrouping } from '../../shared/contract/repairStatistics'
import type { Language } from '../../shared/contract/session'
import { noFailure } from './failures.rules'
import { nameIn } from './nameIn'
import type { Spans } from './spans.rules'
import { triedOutcomes, type Tally } from './statistics.rules'

/** Which repair lines are counted. */
export interface CountedLines {
  /** By which day they belong to the period. */
  readonly dated: 'reported_day' | 'finished_day'
  /** Days since 1970-01-01; both are in the period. */
  readonly from?: number | undefined
  readonly to?: number | undefined
  readonly filter: RepairFilter
  readonly officeIds: readonly OfficeId[]
  /** Only lines that have what they are grouped by. */
  readonly isGiven?: boolean
}

/** What a group is called, and by which key its lines are found. */
export interface GroupName {
  readonly key: string
  readonly label: string
}

/** Areas and codes in one number: the area's key times this, and the code's. */
const codesPerArea = 1_000_000
/** A group and a resolution in one number, and the marks of a line. */
const resolutions = 100_000
const marks = 8

const coded = (subject: 'symptom' | 'diagnosis') =>
  `(coalesce(t.${subject}_area, 0) * ${String(codesPerArea)} + coalesce(t.${subject}_code, 0))`
const groupSql: Readonly<Record<RepairGrouping, string>> = {
  none: '0',
  item: 'coalesce(t.item, 0)',
  productCategory: 'coalesce(t.category, 0)',
  brand: 'coalesce(t.brand, 0)',
  provider: 'coalesce(t.provider, 0)',
  office: 't.office',
  technician: 'coalesce(t.technician, 0)',
  symptom: coded('symptom'),
  diagnosis: coded('diagnosis'),
  resolution: 'coalesce(t.resolution, 0)',
  barrier: 'coalesce(t.barrier, 0)',
  month: '',
  year: '',
}

const keysOf = (table: string, name: string) =>
  `IN (SELECT key FROM ${table} WHERE id IN (SELECT unhex(value, '-') FROM json_each(:${name})))`
const nameIs = (kind: string, name: string) =>
  `= (SELECT key FROM local_repair_name WHERE kind = '${kind}' AND folded = fold(:${name}))`
const filterSql: Readonly<Record<keyof RepairFilter, string>> = {
  officeIds: `t.office ${keysOf('office', 'officeIds')}`,
  itemIds: `t.item ${keysOf('item', 'itemIds')}`,
  productCategoryIds: `t.category ${keysOf('product_category', 'productCategoryIds')}`,
  objectId: `t.object ${keysOf('service_object', 'objectId')}`,
  technicianId: `t.technician ${keysOf('worker', 'technicianId')}`,
  symptomAreaId: `t.symptom_area ${keysOf('symptom_area', 'symptomAreaId')}`,
  symptomCodeId: `t.symptom_code ${keysOf('symptom_code', 'symptomCodeId')}`,
  diagnosisAreaId: `t.diagnosis_area ${keysOf('diagnosis_area', 'diagnosisAreaId')}`,
  diagnosisCodeId: `t.diagnosis_code ${keysOf('diagnosis_code', 'diagnosisCodeId')}`,
  brand: `t.brand ${nameIs('brand', 'brand')}`,
  provider: `t.provider ${nameIs('provider', 'provider')}`,
}
const named: ReadonlySet<string> = new Set(['brand', 'provider'])

function whereOf(
  { dated, filter, from, officeIds, to }: CountedLines,
  groupBy: RepairGrouping,
  isGiven: boolean,
) {
  const params: Record<string, unknown> = { scope: JSON.stringify(officeIds) }
  const parts = [`t.office ${keysOf('office', 'scope')}`]
  if (dated === 'finished_day') parts.push('t.finished_day IS NOT NULL')
  if (from !== undefined) parts.push(`t.${dated} >= :from`)
  if (to !== undefined) parts.push(`t.${dated} <= :to`)
  if (isGiven) parts.push(`${groupSql[groupBy]} <> 0`)
  for (const [name, sql] of Object.entries(filterSql)) {
    const value = Object.entries(filter).find(([field]) => field === name)?.[1]
    if (value === undefined) continue
    parts.push(sql)
    params[name] = named.has(name) ? value : JSON.stringify(Array.isArray(value) ? value : [value])
  }
  return {
    sql: parts.join(' AND '),
    params: { ...params, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) },
  }
}

interface NameRow {
  readonly key: number
  readonly id: Uint8Array | null
  readonly name: string
  readonly names: string | null
}
const nameSql = {
  item: "SELECT key, id, number || ' ' || name AS name, NULL AS names FROM item",
  productCategory: 'SELECT key, id, name, NULL AS names FROM product_category',
  brand: 'SELECT key, NULL AS id, name, NULL AS names FROM local_repair_name',
  provider: 'SELECT key, NULL AS id, name, NULL AS names FROM local_repair_name',
  office: 'SELECT key, id, name, NULL AS names FROM office',
  technician: 'SELECT key, id, display_name AS name, NULL AS names FROM worker',
  resolution: 'SELECT key, id, name, names FROM resolution',
  barrier: 'SELECT key, id, name, names FROM barrier',
  symptomArea: 'SELECT key, id, name, names FROM symptom_area',
  symptomCode: 'SELECT key, id, name, names FROM symptom_code',
  diagnosisArea: 'SELECT key, id, name, names FROM diagnosis_area',
  diagnosisCode: 'SELECT key, id, name, names FROM diagnosis_code',
} as const
type Named = keyof typeof nameSql

function groupOf(groupBy: RepairGrouping, dated: CountedLines['dated']): string {
  return groupBy === 'month' || groupBy === 'year' ? `t.${dated}` : groupSql[groupBy]
}

/** One pass over the facts into one long text, which is read ten times faster than a row each. */
export function talliesSql(asked: CountedLines, groupBy: RepairGrouping): Condition {
  const { params, sql } = whereOf(asked, groupBy, asked.isGiven === true)
  const line = `(${groupOf(groupBy, asked.dated)} * ${String(resolutions)} + coalesce(t.resolution, 0)) * ${String(marks)}`
  const markSql = `(t.attempts <= 1 AND t.is_repeated = 0) + 2 * (coalesce(t.finished_day, 0) >= :provisional)
    + 4 * t.is_repeat`
  return { sql: `SELECT group_concat(${line} + ${markSql}) FROM local_repair_fact t WHERE ${sql}`, params }
}

const spanFields = 4

/** Of each line its object and resolution, its group, its report, and how long it took: 0 while it is open. */
export function spansSql(asked: CountedLines, groupBy: RepairGrouping): Condition {
  const { params, sql } = whereOf(asked, groupBy, asked.isGiven === true)
  const fields = [
    `(t.object * ${String(resolutions)} + coalesce(t.resolution, 0))`,
    groupOf(groupBy, asked.dated),
    't.reported_at',
    'coalesce(t.finished_at - t.reported_at + 1, 0)',
  ]
  return {
    sql: `SELECT group_concat(${fields.join(" || ',' || ")}) FROM local_repair_fact t WHERE ${sql}`,
    params,
  }
}

/** All SQL of the statistics: one pass over the narrow rows for each answer. */
export function createStatisticsRepository(db: Db) {
  const selectOutcomes = db.prepare<[], { key: number; outcome: OutcomeClass }>(
    'SELECT key, outcome FROM resolution',
  )
  const outcomes = () => new Map(selectOutcomes.all().map(({ key, outcome }) => [key, outcome]))
  const listed = (sql: string, params: object) =>
    numbersIn(db.prepare<[object], string | null>(sql).pluck().get(params) ?? '')

  function namesOf(of: Named, keys: readonly number[], language: Language): ReadonlyMap<number, GroupName> {
    const rows = db
      .prepare<[string], NameRow>(`${nameSql[of]} WHERE key IN (SELECT value FROM json_each(?))`)
      .all(JSON.stringify(keys))
    return new Map(
      rows.map(({ id, key, name, names }) => {
        return [key, { key: id === null ? name : toId(id), label: nameIn(language, name, names) }]
      }),
    )
  }

  function codeNames(
    subject: 'symptom' | 'diagnosis',
    groups: readonly number[],
    language: Language,
  ): ReadonlyMap<number, GroupName> {
    const areaOf = (group: number) => Math.floor(group / codesPerArea)
    const codeOf = (group: number) => group % codesPerArea
    const areas = namesOf(`${subject}Area`, [...new Set(groups.map(areaOf))], language)
    const codes = namesOf(`${subject}Code`, [...new Set(groups.map(codeOf))], language)
    return new Map(
      groups.map((group) => {
        const parts = [areas.get(areaOf(group)), codes.get(codeOf(group))].filter(
          (part) => part !== undefined,
        )
        const joined = { key: parts.map(({ key }) => key).join('/') }
        return [group, { ...joined, label: parts.map(({ label }) => label).join(' · ') }]
      }),
    )
  }

  return {
    /**
     * The lines by group, resolution and marks.
     *
     * @param provisionalFrom - the first finished day whose repeat window is not over (R08-13)
     */
    tallies(asked: CountedLines, groupBy: RepairGrouping, provisionalFrom: number): Tally[] {
      const { params, sql } = talliesSql(asked, groupBy)
      const counts = new Map<number, number>()
      for (const line of listed(sql, { ...params, provisional: provisionalFrom }))
        counts.set(line, (counts.get(line) ?? 0) + 1)
      const outcomeOf = outcomes()
      return [...counts].map(([line, count]) => {
        const resolution = Math.floor(line / marks) % resolutions
        return {
          ...{ group: Math.floor(line / marks / resolutions), resolution, count },
          outcome: outcomeOf.get(resolution),
          isFirstTime: line % 2 === 1,
          isProvisional: Math.floor(line / 2) % 2 === 1,
          isRepeat: Math.floor(line / 4) % 2 === 1,
        }
      })
    },
    /** The times of the lines, in one pass (R08-16). */
    spans(asked: CountedLines, groupBy: RepairGrouping): Spans {
      const { params, sql } = spansSql(asked, groupBy)
      const numbers = listed(sql, params)
      const count = numbers.length / spanFields
      const column = () => new Float64Array(count)
      const [objects, groups, reportedAt, finishedAt] = [column(), column(), column(), column()]
      const isNone = new Uint8Array(count)
      const outcomeOf = outcomes()
      for (let line = 0; line < count; line += 1) {
        const at = line * spanFields
        const marked = numbers[at] ?? 0
        const reported = numbers[at + 2] ?? 0
        const took = numbers[at + 3] ?? 0
        objects[line] = Math.floor(marked / resolutions)
        groups[line] = numbers[at + 1] ?? 0
        reportedAt[line] = reported
        finishedAt[line] = took === 0 ? 0 : reported + took - 1
        isNone[line] = noFailure.has(outcomeOf.get(marked % resolutions)) ? 1 : 0
      }
      return { objects, groups, reportedAt, finishedAt, isNone }
    },
    /** Lines that were tried and not fixed the first time, newest first (R08-13). */
    notFirstTime(asked: CountedLines, limit: number): RepairLineId[] {
      const { params, sql } = whereOf(asked, 'none', false)
      const outcomesIn = triedOutcomes.map((outcome) => `'${outcome}'`).join(', ')
      return db
        .prepare<[object], Uint8Array>(
          `SELECT l.id FROM (SELECT t.key, t.finished_at FROM local_repair_fact t WHERE ${sql}
             AND t.resolution IN (SELECT key FROM resolution WHERE outcome IN (${outcomesIn}))
             AND NOT (t.attempts <= 1 AND t.is_repeated = 0
               AND t.resolution IN (SELECT key FROM resolution WHERE outcome = 'fixed'))
             ORDER BY t.finished_at DESC, t.key DESC LIMIT :limit) f
           CROSS JOIN repair_line l ON l.key = f.key ORDER BY f.finished_at DESC, f.key DESC`,
        )
        .pluck()
        .all({ ...params, limit })
        .map((id) => RepairLineId.parse(toId(id)))
    },
    /** What groups are called in a language; one that has no name has no entry. */
    names(
      groupBy: RepairGrouping,
      groups: readonly number[],
      language: Language,
    ): ReadonlyMap<number, GroupName> {
      switch (groupBy) {
        case 'none':
        case 'month':
        case 'year':
          return new Map()
        case 'symptom':
        case 'diagnosis':
          return codeNames(groupBy, groups, language)
        case 'item':
        case 'productCategory':
        case 'brand':
        case 'provider':
        case 'office':
        case 'technician':
        case 'resolution':
        case 'barrier':
          return namesOf(groupBy, groups, language)
      }
    },
  }
}
export type StatisticsRepository = ReturnType<typeof createStatisticsRepository>

const comma = 44
const zero = 48

/** The whole numbers of a list with commas; written by hand, because there are millions of digits. */
export function numbersIn(list: string): Float64Array {
  if (list === '') return new Float64Array()
  let count = 1
  for (let at = list.indexOf(','); at >= 0; at = list.indexOf(',', at + 1)) count += 1
  const numbers = new Float64Array(count)
  let number = 0
  let index = 0
  for (let at = 0; at < list.length; at += 1) {
    const code = list.charCodeAt(at)
    if (code === comma) {
      numbers[index] = number
      index += 1
      number = 0
    } else number = number * 10 + code - zero
  }
  numbers[index] = number
  return numbers
}
