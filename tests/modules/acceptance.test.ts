import { expect, it } from 'vitest'

const sources = import.meta.glob<string>('../{db,e2e,migrations,modules,renderer,rpc}/**/*.{test,spec}.ts', {
  eager: true,
  import: 'default',
  query: '?raw',
})

/** The names of all tests; a name is the first text after `it`, `test` or their tables. */
const names = Object.values(sources).flatMap((source) =>
  [...source.matchAll(/\b(?:it|test)(?:\.each\([^]*?\))?\(\s*(['"`])(.*?)\1/g)].map(
    ([, , name = '']) => name,
  ),
)

/** The numbers of an area from 1 to `last` but for those of other issues. */
function statements(area: string, last: number, others: readonly number[]): string[] {
  const all = Array.from({ length: last }, (_, index) => index + 1)
  return all
    .filter((number) => !others.includes(number))
    .map((number) => `R-${area}.${String(number).padStart(2, '0')}`)
}

const required = [
  ...statements('01', 41, []),
  ...['R-01.50', 'R-01.51', 'R-01.52'],
  ...statements('02', 39, []),
  ...statements('04', 38, []),
  ...statements('05', 27, []),
  ...statements('06', 31, []),
  ...statements('03', 33, []),
  ...statements('07', 33, []),
  ...statements('08', 26, []),
  ...statements('09', 28, []),
  ...['R-12.19', 'R-12.20', 'R-12.22', 'R-12.23', 'R-12.24', 'R-12.25', 'R-12.26'],
]

it.each(required)('every statement in reach: %s has a test that carries its number', (id) => {
  expect(names.some((name) => new RegExp(`${id.replaceAll('.', '\\.')}(?!\\d)`).test(name))).toBe(true)
})

it('style §9: the name of a test says what it proves', () => {
  expect(names.length).toBeGreaterThan(400)
  expect(names.filter((name) => !/\s/.test(name))).toEqual([])
})
