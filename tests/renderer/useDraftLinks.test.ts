import { describe, expect, it } from 'vitest'
import { createSSRApp, nextTick, ref } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { useDraftLinks } from '@/composables/useDraftLinks'

describe('drafts opened from the home page', () => {
  it('ux §1: the address opens the dialog of the record once it is there, and forgets it', async () => {
    const router = createRouter({
      history: createMemoryHistory(),
      routes: [{ path: '/orders/:id', component: {} }],
    })
    const app = createSSRApp({})
    app.use(router)
    await router.push('/orders/7?tab=lines&draft=dialog:orders.cancel:7')
    const id = ref<string>()
    const opened: string[] = []
    app.runWithContext(() => {
      useDraftLinks(() => id.value, {
        'dialog:orders.copy': () => opened.push('copy'),
        'dialog:orders.cancel': () => opened.push('cancel'),
      })
    })
    expect(opened).toEqual([])

    id.value = '8'
    await nextTick()
    expect(opened, 'of another record').toEqual([])
    id.value = '7'
    await nextTick()
    await new Promise((resolve) => setTimeout(resolve))

    expect(opened).toEqual(['cancel'])
    expect(router.currentRoute.value.fullPath).toBe('/orders/7?tab=lines')
  })
})
