import { createI18n } from 'vue-i18n'
import { de, en, et, fi, lv, no } from 'vuetify/locale'
import { intlLocale } from '@/format/locale'
import { mergeMessages, pseudoMessages, type Messages } from './messages'

const files = import.meta.glob<Messages>('../locales/*/*.json', { eager: true, import: 'default' })

function ofLanguage(language: string): Messages {
  const own = Object.entries(files).filter(([path]) => path.startsWith(`../locales/${language}/`))
  return mergeMessages(own.map(([, messages]) => messages))
}

/** The languages that have message files; a new one joins by its folder. */
export const languages = [...new Set(Object.keys(files).map((path) => path.split('/')[2] ?? ''))].sort()

const vuetifyTexts: Readonly<Record<string, Messages>> = { de, en, et, fi, lv, nb: no }
const english = { $vuetify: en, ...ofLanguage('en') }
const messages: Record<string, Messages> = { xx: pseudoMessages(english) }
for (const language of languages)
  messages[language] = { $vuetify: vuetifyTexts[language] ?? en, ...ofLanguage(language) }

const order = ['zero', 'one', 'two', 'few', 'many', 'other']

/**
 * Which of a message's forms a number takes; the forms stand in CLDR order, so Latvian writes zero | one | other. Where
 * the language has no zero, one form more than it has says what none is called: "No entries | {n} entry | {n} entries".
 */
export function pluralRule(language: string) {
  const rules = new Intl.PluralRules(intlLocale(language))
  const categories = [...rules.resolvedOptions().pluralCategories].sort(
    (a, b) => order.indexOf(a) - order.indexOf(b),
  )
  return (choice: number, forms: number): number => {
    const hasNone = forms === categories.length + 1 && !categories.includes('zero')
    if (hasNone && choice === 0) return 0
    const first = hasNone ? 1 : 0
    const names = forms - first === categories.length ? categories : ['one', 'other']
    const at = names.indexOf(rules.select(Math.abs(choice)))
    return Math.min(at < 0 ? forms - 1 : at + first, forms - 1)
  }
}

export const i18n = createI18n({
  legacy: false,
  locale: 'en',
  fallbackLocale: 'en',
  messages,
  pluralRules: Object.fromEntries(['xx', ...languages].map((language) => [language, pluralRule(language)])),
  missingWarn: import.meta.env.DEV,
  fallbackWarn: false,
})

/** Switches the language of all texts at once; what is typed stays. `?pseudo` shows the pseudo-locale. */
export function setLanguage(language: string): void {
  const isPseudo = new URLSearchParams(location.search).has('pseudo')
  const known = languages.includes(language) ? language : 'en'
  i18n.global.locale.value = isPseudo ? 'xx' : known
  document.documentElement.lang = known
}
