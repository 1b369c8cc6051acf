import { createApp, defineComponent, h, nextTick, shallowReactive, useTemplateRef, type Component } from 'vue'
import AcTree from '@/components/AcTree.vue'
import type { TreeColumn, TreeNode } from '@/components/tree/tree.types'
import { openKeys, treeIndex } from '@/components/tree/treeIndex'
import { hitsOf, treeTexts } from '@/components/tree/treeSearch'
import { i18n } from '@/plugins/i18n'
import { vuetify } from '@/plugins/vuetify'
import '@/styles/main.css'
import type { Subject } from './subject'

interface Part extends TreeNode {
  readonly number: string
  readonly name: string
  readonly serial: string
  readonly quantity: string
  readonly total: string
}

/** Eight levels deep, as machines are; each serial stands once. */
export function parts(count: number): Part[] {
  return Array.from({ length: count }, (_none, at) => ({
    ...{ key: String(at), depth: 1 + (at % 8), number: `PT-${String(at).padStart(5, '0')}` },
    ...{ name: `Part of the drive ${at}`, serial: `S${String(count - at)}X` },
    ...{ quantity: `${1 + (at % 4)} EA`, total: `${4 * (1 + (at % 4))} EA` },
  }))
}

const columns: readonly TreeColumn<Part>[] = [
  { key: 'part', title: 'Part', text: ({ name, number }) => `${number} ${name}`, grow: 3 },
  { key: 'serial', title: 'Serial', text: ({ serial }) => serial, width: 120 },
  { key: 'quantity', title: 'Quantity', text: ({ quantity }) => quantity, width: 100, align: 'end' },
  { key: 'total', title: 'In all', text: ({ total }) => total, width: 100, align: 'end' },
]

/** Our own tree, all of it open; a search begins with all of it closed. */
export function tree(count: number): Subject {
  const nodes = parts(count)
  const index = treeIndex(nodes)
  const texts = treeTexts(nodes, ({ name, number, serial }) => `${number} ${name} ${serial}`)
  const state: {
    label: string
    nodes: readonly Part[]
    columns: readonly TreeColumn<Part>[]
    open: ReadonlySet<string>
    hits: ReadonlySet<string>
  } = shallowReactive({ label: 'Parts', nodes, columns, open: openKeys(index), hits: new Set<string>() })
  let held: { show: (key: string, hasFocus?: boolean) => void } | null = null
  const scroller = () => document.querySelector<HTMLElement>('.ac-tree')

  return {
    bars: '.ac-tree__row',
    mount(host) {
      const Page = defineComponent({
        setup() {
          const own = useTemplateRef<typeof held>('own')
          const told = { 'onUpdate:open': (open: ReadonlySet<string>) => void Object.assign(state, { open }) }
          return () => {
            void nextTick(() => (held = own.value))
            return h(AcTree as Component, Object.assign({ ref: 'own' }, state, told))
          }
        },
      })
      createApp(Page).use(i18n).use(vuetify).mount(host)
    },
    scroll: (dx, dy) => scroller()?.scrollBy(dx, dy),
    zoom: () => undefined,
    find: {
      close: () => Object.assign(state, { open: new Set(), hits: new Set() }),
      show(step) {
        const hits = hitsOf(texts, `s${String(1 + ((step * 997) % count))}x`)
        Object.assign(state, { hits: new Set(hits) })
        held?.show(hits[0] ?? '', true)
        return hits[0] ?? ''
      },
      isShown: () => document.activeElement?.classList.contains('ac-tree__row--hit') ?? false,
    },
  }
}

/** A scroller of the same size with nothing in it. */
export function emptyTree(count: number): Subject {
  const inside = document.createElement('div')
  let scroller: HTMLElement | undefined
  return {
    bars: '#inside',
    mount(host) {
      scroller = document.createElement('div')
      scroller.style.cssText = 'height:100%;overflow:auto;background:#fff'
      inside.id = 'inside'
      inside.style.cssText = `height:${String(count * 32)}px`
      scroller.append(inside)
      host.append(scroller)
    },
    scroll: (dx, dy) => scroller?.scrollBy(dx, dy),
    zoom: () => undefined,
  }
}
