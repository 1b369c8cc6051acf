import { z } from 'zod'
import type { Language } from '../../shared/contract/session'

const Names = z.record(z.string(), z.string())

/** The name of a code in a language; the name itself stands where a language has none. */
export function nameIn(language: Language, name: string, names: string | null): string {
  return (names === null ? undefined : Names.parse(JSON.parse(names))[language]) ?? name
}
