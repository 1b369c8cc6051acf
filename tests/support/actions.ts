import { expect, type Locator, type Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

/** Counts what a person does, as ux §8 does: a click, a chord, a typed or picked value. Tab is none. */
export function countActions(page: Page) {
  let count = 0
  return {
    count: () => count,
    async press(keys: string): Promise<void> {
      count += 1
      await page.keyboard.press(keys)
    },
    /** A key sequence such as G O is one chord. */
    async go(letter: string): Promise<void> {
      count += 1
      await page.keyboard.press('g')
      await page.keyboard.press(letter)
    },
    async type(text: string): Promise<void> {
      count += 1
      await page.keyboard.type(text)
    },
    /** Types what is known of a record and takes the first that is found. */
    async pick(text: string): Promise<void> {
      count += 1
      await page.keyboard.type(text)
      await expect(page.getByRole('option').first()).toContainText(text)
      await page.keyboard.press('Enter')
    },
    async click(target: Locator, modifiers: ('Shift' | 'Control')[] = []): Promise<void> {
      count += 1
      await target.click({ modifiers })
    },
  }
}

/** The row of a task in `docs/ux-measures.md`: what was measured may not grow unseen. */
export function expectMeasured(task: string, count: number): void {
  const rows = readFileSync(resolve('docs/ux-measures.md'), 'utf8').split('\n')
  const row = rows.find((line) => line.startsWith(`| ${task} `))
  expect(row?.split('|')[3]?.trim(), `${task} in docs/ux-measures.md`).toBe(String(count))
}
