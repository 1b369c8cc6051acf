import { onBeforeUnmount, onMounted, shallowRef, useTemplateRef } from 'vue'

/**
 * Which of a row's things fit side by side, measured on unseen twins of them; the last twin is the button that opens
 * the rest. Measured anew when the row, the texts or the typeface change.
 */
export function useFitting(count: () => number) {
  const row = useTemplateRef<HTMLElement>('row')
  const probes = useTemplateRef<HTMLElement>('probes')
  const room = shallowRef(Infinity)
  const widths = shallowRef<readonly number[]>([])

  function measure(): void {
    room.value = row.value?.clientWidth ?? Infinity
    widths.value = [...(probes.value?.children ?? [])].map((probe) => probe.getBoundingClientRect().width)
  }

  /** The places that are shown; the chosen one always is, instead of the last that would fit. */
  function fitting(chosen: number): readonly number[] {
    const places = Array.from({ length: count() }, (_, at) => at)
    const width = (at: number) => widths.value[at] ?? 0
    const sum = (of: readonly number[]) => of.reduce((total, at) => total + width(at), 0)
    if (widths.value.length === 0 || sum(places) <= room.value) return places
    const left = room.value - width(places.length)
    const shown = [...places]
    while (shown.length > 1 && sum(shown) > left) {
      const last = shown.findLastIndex((at) => at !== chosen)
      shown.splice(last, 1)
    }
    return shown
  }

  const observer = new ResizeObserver(measure)
  onMounted(() => {
    for (const element of [row.value, probes.value]) if (element) observer.observe(element)
    measure()
  })
  onBeforeUnmount(() => observer.disconnect())
  return { fitting }
}
