import type { Language } from '../../shared/contract/session'

const words: Readonly<Record<Language, string>> = {
  en: 'Service order',
  nb: 'Serviceordre',
  fi: 'Huoltotilaus',
  lv: 'Servisa pasūtījums',
  et: 'Hooldustellimus',
  de: 'Serviceauftrag',
}

/** What an order is called that says nothing itself, in the company's language (04 §2.1). */
export function standardDescription(language: Language): string {
  return words[language]
}
