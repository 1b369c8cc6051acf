import type { Page } from '@playwright/test'

/**
 * The texts of a page that do not fit: cut by a box that hides what overflows, running out of their control, or standing
 * outside of the window where nothing scrolls. What a tooltip says in full is not cut.
 */
export function clippedTexts(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const slack = 1.5
    const controls = 'button, [role=tab], [role=option], [role=menuitem], label, .v-chip, [role=columnheader]'
    const found = new Set<string>()
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement
      if (
        !element ||
        !node.textContent?.trim() ||
        !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
      )
        continue
      if (element.closest('[title], [aria-hidden=true], .d-sr-only, .ac-visually-hidden, script, style'))
        continue
      const range = document.createRange()
      range.selectNodeContents(node)
      const text = range.getBoundingClientRect()
      if (text.width < 2) continue
      const why = whatCuts(element, text)
      if (why !== undefined)
        found.add(`${why}: "${node.textContent.trim().slice(0, 60)}" in ${nameOf(element)}`)
    }
    return [...found]

    function whatCuts(element: Element, text: DOMRect): string | undefined {
      const control = element.closest(controls)
      if (control && isOutside(text, control.getBoundingClientRect())) return 'runs out'
      for (let box: Element | null = element; box && box !== document.body; box = box.parentElement) {
        const { overflowX, position } = getComputedStyle(box)
        if (/auto|scroll/.test(overflowX) || box.matches('.v-slide-group__container')) return undefined
        if (/hidden|clip/.test(overflowX) && isOutside(text, box.getBoundingClientRect())) return 'cut'
        if (position === 'fixed') break
      }
      return text.right > innerWidth + slack || text.left < -slack ? 'off the window' : undefined
    }
    function isOutside(text: DOMRect, box: DOMRect): boolean {
      return text.right > box.right + slack || text.left < box.left - slack
    }
    function nameOf(element: Element): string {
      const path = [element, element.parentElement, element.parentElement?.parentElement]
      return path
        .map((one) => `${one?.tagName.toLowerCase() ?? ''}.${one?.classList.item(0) ?? ''}`)
        .join(' < ')
    }
  })
}
