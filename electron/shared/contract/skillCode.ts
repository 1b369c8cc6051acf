import { z } from 'zod'

/** The code of a skill, kept in capitals like all codes of set-up tables (conventions §4). */
export const SkillCode = z.string().trim().toUpperCase().min(1).max(20)

/** A list that names each skill once. */
export function eachSkillOnce<Entry extends z.ZodType<{ skill: string }>>(
  entries: z.ZodArray<Entry>,
): z.ZodArray<Entry> {
  return entries.refine((all) => new Set(all.map(({ skill }) => skill)).size === all.length, {
    message: 'once:skill',
  })
}
