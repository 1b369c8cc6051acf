import type { Subject } from './subject'

/** A scroller of the same size with nothing in it: what the machine can do at best. */
export function empty(): Subject {
  const inside = document.createElement('div')
  let scroller: HTMLElement | undefined
  return {
    bars: '#inside',
    mount(host, { rows }) {
      scroller = document.createElement('div')
      scroller.style.cssText = 'height:100%;overflow:auto;background:#fff'
      inside.id = 'inside'
      inside.style.cssText = `height:${String(rows.length * 44)}px;width:${String(14 * 163)}px`
      scroller.append(inside)
      host.append(scroller)
    },
    scroll: (dx, dy) => scroller?.scrollBy(dx, dy),
    zoom: (step) => (inside.style.width = `${String(14 * [1056, 163, 2688, 163][step % 4]!)}px`),
  }
}
