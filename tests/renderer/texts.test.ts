import { describe, expect, it } from 'vitest'
import { contract } from '../../electron/shared/contract/index'
import { mergeMessages, type Messages } from '@/plugins/messages'

const files = import.meta.glob<Messages>('../../src/locales/*/*.json', { eager: true, import: 'default' })
const languages = [...new Set(Object.keys(files).map((path) => path.split('/').at(-2) ?? ''))].sort()

/** Every text of a language by its whole key. */
function textsOf(language: string): Map<string, string> {
  const own = Object.entries(files).filter(([path]) => path.split('/').at(-2) === language)
  return new Map(flat(mergeMessages(own.map(([, messages]) => messages)), ''))
}
function flat(messages: Messages, prefix: string): [string, string][] {
  return Object.entries(messages).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[`${prefix}${name}`, value]] : flat(value, `${prefix}${name}.`),
  )
}

const texts = new Map(languages.map((language) => [language, textsOf(language)]))
const english = texts.get('en') ?? new Map<string, string>()

const errorMaps = Object.values(contract).flatMap((procedures) =>
  Object.values(procedures).map((procedure) => procedure['~orpc'].errorMap as object),
)
const codes = [...new Set(errorMaps.flatMap((errors) => Object.keys(errors)))].sort()

const sources = Object.values(
  import.meta.glob<string>('../../electron/modules/**/*.ts', {
    eager: true,
    import: 'default',
    query: '?raw',
  }),
)
const found = (pattern: RegExp) => [
  ...new Set(sources.flatMap((source) => [...source.matchAll(pattern)].map(([, name = '']) => name))),
]
/** What the log may name: the commands that write, and the entities of the tables that are no staging. */
const commands = found(/(?:write|commit|command:)\(?\s*'([a-z]+\.\w+)'/g)
const entities = found(/entity: '(\w+)',\s+table: '(?!local_)/g)

const screens = Object.values(
  import.meta.glob<string>(['../../src/**/*.vue', '../../src/**/*.ts'], {
    eager: true,
    import: 'default',
    query: '?raw',
  }),
)
const quoted = new Set(screens.flatMap((source) => source.match(/(?<=['"`])[\w$.]+(?=['"`])/g) ?? []))
/** What a template such as `orders.progress.${progress}` may stand for; a part is what stands between two dots. */
const templates = [
  ...new Set(screens.flatMap((source) => source.match(/`[\w.]*(?:\$\{[^{}]*\}[\w.]*)+`/g) ?? [])),
]
  .map((found) => found.slice(1, -1).split(/\$\{[^{}]*\}/))
  .filter((parts) => /^\w+\./.test(parts[0] ?? '') || parts.at(-1)?.startsWith('.'))
/** Families whose keys come from elsewhere: codes, log entries and rights of the domain, Vuetify's own texts. */
const families = /^(error|command|entity|permission|\$vuetify)\./

/**
 * Whether something in the screens names the text: as a whole, by a template, or by its prefix, which forms (`labels`),
 * columns (`textKey`) and lists (`texts`) complete with the name of a field or a literal.
 */
function isNamed(key: string): boolean {
  if (quoted.has(key) || families.test(key)) return true
  const prefix = key.slice(0, key.lastIndexOf('.'))
  return quoted.has(prefix) || templates.some((parts) => fits(key, parts))
}

function fits(key: string, parts: readonly string[]): boolean {
  const [head = '', ...rest] = parts
  // A template that begins with a value is completed by a prefix that stands elsewhere.
  const pattern = parts.map((part) => part.replaceAll('.', '\\.')).join(head === '' ? '.+' : '[\\w]+')
  const found = new RegExp(`^${pattern}$`).test(key)
  return found && (head !== '' || quoted.has(key.slice(0, -(rest.at(-1) ?? '').length)))
}

/** A day that is open has no letter: its hours stand there. */
const emptyOnPurpose = ['calendars.dayLetter.open']

/** What a text fills in: {name}. */
const slots = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()

describe('texts', () => {
  it('ux: English and German are there', () => {
    expect(languages).toEqual(expect.arrayContaining(['de', 'en']))
    expect(codes.length).toBeGreaterThan(80)
    expect(commands.length).toBeGreaterThan(100)
    expect(entities.length).toBeGreaterThan(30)
  })

  it('architecture: every text is used by a screen', () => {
    expect([...english.keys()].filter((key) => !isNamed(key))).toEqual([])
  })

  describe.each(languages)('%s', (language) => {
    const own = texts.get(language) ?? new Map<string, string>()

    it('architecture: each error code of the contract has a text', () => {
      expect(codes.filter((code) => !own.has(`error.${code}`))).toEqual([])
    })

    it('01 §5: history names each command and each entity', () => {
      expect(commands.filter((command) => !own.has(`command.${command}`))).toEqual([])
      expect(entities.filter((entity) => !own.has(`entity.${entity}`))).toEqual([])
    })

    it('architecture: has the keys that English has, none of them empty', () => {
      expect([...english.keys()].filter((key) => !own.has(key))).toEqual([])
      expect([...own.keys()].filter((key) => !english.has(key))).toEqual([])
      expect([...own].filter(([, text]) => text.trim() === '').map(([key]) => key)).toEqual(emptyOnPurpose)
    })

    it('architecture: fills in what English fills in', () => {
      const different = [...own].filter(
        ([key, text]) => slots(text).join() !== slots(english.get(key) ?? '').join(),
      )
      expect(different.map(([key]) => key)).toEqual([])
    })

    it('architecture: no key stands in two files with different texts', () => {
      const seen = new Map<string, string>()
      const twice = Object.entries(files)
        .filter(([path]) => path.split('/').at(-2) === language)
        .flatMap(([, messages]) => flat(messages, ''))
        .filter(([key, text]) => {
          const held = seen.get(key)
          seen.set(key, text)
          return held !== undefined && held !== text
        })
      expect(twice.map(([key]) => key)).toEqual([])
    })
  })
})
