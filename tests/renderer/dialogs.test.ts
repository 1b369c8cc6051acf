import { describe, expect, it } from 'vitest'

const sources = Object.entries(
  import.meta.glob<string>('../../src/**/*.vue', { eager: true, import: 'default', query: '?raw' }),
)
/** The files in which a tag with this name stands that the test refuses. */
const without = (tag: RegExp, wanted: RegExp) =>
  sources.flatMap(([path, source]) =>
    [...source.matchAll(tag)].flatMap(([found]) => (wanted.test(found) ? [] : [path])),
  )

describe('dialogs and focus', () => {
  it('ux: every dialog has a name for screen readers', () => {
    expect(sources.length).toBeGreaterThan(100)
    expect(without(/<v-dialog\b(?:"[^"]*"|[^">])*>/g, /:?aria-label(ledby)?=/)).toEqual([])
  })

  it('ux: the focus is set when a field appears; autofocus comes late and takes it from who types', () => {
    const late = /<[a-zA-Z][\w-]*(?=[\s/>])(?:"[^"]*"|[^">])*?\s:?autofocus[\s=/>]/
    expect(sources.filter(([, source]) => late.test(source)).map(([path]) => path)).toEqual([])
  })
})
