import type { OrderPriority } from '@contract/orderLiterals'
import { computed } from 'vue'
import { useTheme } from 'vuetify'
import { tintOf } from './barTints'
import type { BarPaint } from './boardState'

/** The priorities' colours on the theme's ground, and as variables for the bars. */
export function useBoardPaints(colors: () => Readonly<Record<OrderPriority, string>>) {
  const theme = useTheme()

  const paints = computed<Readonly<Record<OrderPriority, BarPaint>>>(() => {
    const { 'on-surface': text, surface } = theme.current.value.colors
    const paint = (color: string): BarPaint => ({
      tint: tintOf(color, hexOf(surface, '#FFFFFF'), hexOf(text, '#16202C')),
      strip: color,
    })
    const { high, low, normal } = colors()
    return { high: paint(high), normal: paint(normal), low: paint(low) }
  })
  const variables = computed(() => {
    const { high, low, normal } = paints.value
    return {
      ...{ '--bar-high': high.tint, '--strip-high': high.strip },
      ...{ '--bar-normal': normal.tint, '--strip-normal': normal.strip },
      ...{ '--bar-low': low.tint, '--strip-low': low.strip },
    }
  })

  return { paints, variables }
}

/** Themes may hold colours in other forms; ours are hexadecimal. */
function hexOf(color: unknown, fallback: string): string {
  return typeof color === 'string' ? color : fallback
}
