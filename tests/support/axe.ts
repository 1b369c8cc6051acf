import { expect, type Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Axe {
  run(context: object, options: object): Promise<{ violations: AxeViolation[] }>
}
interface AxeViolation {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly html: string; readonly target: readonly string[] }[]
}
export interface Violation {
  readonly id: string
  readonly impact: string
  /** Where, with the beginning of the element. */
  readonly places: readonly string[]
}

export interface AxeOptions {
  /** Selectors of what is looked at; default: the whole page. */
  readonly parts?: readonly string[]
  /** The rules with one of these tags; default: all that axe runs by itself. */
  readonly tags?: readonly string[]
  /** These rules alone. */
  readonly rules?: readonly string[]
}

/**
 * What axe finds. It is injected once a load of the page, runs there and answers with the violations alone: a second page
 * to finish in, and all that passed with its selectors, cost more than the look itself.
 */
export async function violationsOf(
  page: Page,
  { parts, rules, tags }: AxeOptions = {},
): Promise<Violation[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source)
  const only = rules ? { type: 'rule', values: rules } : tags && { type: 'tag', values: tags }
  return page.evaluate(
    async ({ include, runOnly }) => {
      const { axe } = window as unknown as { axe: Axe }
      const options = { resultTypes: ['violations'], elementRef: false, ...(runOnly ? { runOnly } : {}) }
      const { violations } = await axe.run(include ? { include } : document, options)
      return violations.map(({ id, impact, nodes }) => ({
        id,
        impact,
        places: nodes.map(({ html, target }) => `${target.join(' ')} ${html.slice(0, 200)}`),
      }))
    },
    { include: parts, runOnly: only },
  )
}

/** What the law asks for. */
const wcag = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']

/** Nothing on the page, or in the part of it, is against WCAG 2.2 AA. */
export async function assertAccessible(page: Page, part?: string): Promise<void> {
  const violations = await violationsOf(page, {
    tags: wcag,
    ...(part === undefined ? {} : { parts: [part] }),
  })
  expect(violations.map(({ id, places }) => `${id}: ${places.join(' | ')}`)).toEqual([])
}
