import type { Directive } from 'vue'

declare module 'vue' {
  interface GlobalDirectives {
    vFocus: Directive<HTMLElement, boolean | undefined>
  }
}

const fields = 'input:not([type="hidden"], [tabindex="-1"]), textarea, button'

/**
 * The field that has the focus when it appears: the element's own, or the first inside it where none has it. Vuetify's
 * `autofocus` comes some frames later and would take the focus from who types already.
 */
export const focus: Directive<HTMLElement, boolean | undefined> = {
  mounted(element, { value }) {
    if (value === false || element.contains(document.activeElement)) return
    const own = element.matches(fields) ? element : element.querySelector<HTMLElement>(fields)
    own?.focus({ preventScroll: true })
  },
}
