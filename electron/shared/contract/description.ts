import { z } from 'zod'
import { Language } from './session'

const descriptionText = z.string().trim().min(1).max(60)
/** A text per language, at least one; a missing language reads as English, then as any (05 §2.1). */
export const Description = z
  .partialRecord(Language, descriptionText)
  .refine((texts) => Object.keys(texts).length > 0, { message: 'atLeastOne' })
export type Description = z.infer<typeof Description>
