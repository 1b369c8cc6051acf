import type { Language } from './contract/session'

/** A text kept in several languages, in this one, else in English, else in any (05 §2.1). */
export function localText(
  texts: Readonly<Partial<Record<Language, string | undefined>>>,
  language: Language,
): string {
  return texts[language] ?? texts.en ?? Object.values(texts).find((text) => text !== undefined) ?? ''
}
