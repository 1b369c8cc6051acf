import { Language } from '../../shared/contract/session'
import de from './texts/de.json'
import en from './texts/en.json'
import et from './texts/et.json'
import fi from './texts/fi.json'
import lv from './texts/lv.json'
import nb from './texts/nb.json'

export type TextKey = keyof typeof en
const texts: Readonly<Record<Language, Readonly<Record<TextKey, string>>>> = { en, nb, fi, lv, et, de }

/** The texts of documents in one language; `{name}` is filled in. */
export function textsOf(language: Language) {
  const own = texts[language]
  return (key: TextKey, values: Readonly<Record<string, string | number>> = {}): string =>
    own[key].replaceAll(/\{(\w+)\}/g, (slot, name: string) => String(values[name] ?? slot))
}
export type Texts = ReturnType<typeof textsOf>
