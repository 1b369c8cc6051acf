/** The Intl locale of one of our languages: English is British, with its dates and 24 hours. */
export function intlLocale(language: string): string {
  if (language === 'en' || language === 'xx') return 'en-GB'
  return language
}
