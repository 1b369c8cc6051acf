import { toId } from '../../db/ids'
import type { Store } from '../../db/records'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import type { Skill } from '../../shared/contract/dispatchSetUp'

/** Workers, activity types and activities name skills by their codes, so that no foreign key tells who uses one. */
export function createSkillUse({ db }: Store) {
  const holders = (
    [
      ['worker', 'worker', 'skills'],
      ['activityType', 'activity_type', 'default_skills'],
      ['activity', 'activity', 'skills'],
    ] as const
  ).map(([entity, table, column]) => {
    const where = `t.${column} <> '[]'
      AND EXISTS (SELECT 1 FROM json_each(t.${column}) s WHERE s.value ->> 'skill' = ?)`
    return {
      entity,
      count: db.prepare<[string], number>(`SELECT count(*) FROM ${table} t WHERE ${where}`).pluck(),
      first: db.prepare<[string], Buffer>(`SELECT t.id FROM ${table} t WHERE ${where} LIMIT 20`).pluck(),
    }
  })
  const selectActive = db
    .prepare<[string], string>(
      'SELECT code FROM skill WHERE is_active = 1 AND code IN (SELECT value FROM json_each(?))',
    )
    .pluck()

  return {
    /** Throws IN_USE when workers, types or activities name the skill (R01-05). */
    assertUnused({ code, id }: Pick<Skill, 'id' | 'code'>): void {
      const used = holders.flatMap(({ count, entity, first }) => {
        const hits = count.get(code) ?? 0
        return hits === 0 ? [] : [{ entity, hits, ids: first.all(code).map(toId) }]
      })
      if (used.length === 0) return
      throw domainError(commonErrors, 'IN_USE', {
        ...{ entity: 'skill', id },
        counts: Object.fromEntries(used.map(({ entity, hits }) => [entity, hits])),
        dependants: used.flatMap(({ entity, ids }) => ids.map((user) => ({ entity, id: user }))).slice(0, 20),
      })
    },
    /** The codes among these that name no skill in use. */
    unknown(codes: readonly string[]): string[] {
      const known = new Set(selectActive.all(JSON.stringify(codes)))
      return codes.filter((code) => !known.has(code))
    },
  }
}
export type SkillUse = ReturnType<typeof createSkillUse>
