import { OrderAction, type OrderEvent, type OrderEventScope, type OrderEventSetting } from '@contract/alerts'
import { UserId } from '@contract/id'
import { Role } from '@contract/permission'
import { onScopeDispose, proxyRefs, ref, shallowRef } from 'vue'
import { z } from 'zod'
import { refusalOf, type Refusal } from '@/composables/refusal'
import { onChange } from '@/rpc/changes'
import { client } from '@/rpc/client'

/** The acts on orders that somebody asked for, page by page (R12-23). */
export function useOrderEvents() {
  const events = shallowRef<readonly OrderEvent[]>([])
  const settings = shallowRef<readonly OrderEventSetting[]>([])
  const next = ref<string>()
  const isLoading = ref(false)
  const refusal = shallowRef<Refusal>()
  let timer: ReturnType<typeof setTimeout> | undefined

  async function load(after?: string): Promise<void> {
    isLoading.value = true
    try {
      const page = await client.alerts.listOrderEvents({ after })
      events.value = after === undefined ? page.items : [...events.value, ...page.items]
      settings.value = page.settings
      next.value = page.next
      refusal.value = undefined
    } catch (error) {
      refusal.value = refusalOf(error)
    } finally {
      isLoading.value = false
    }
  }
  /** New events show at the top, unless the user has gone on to older pages. */
  function follow(): void {
    clearTimeout(timer)
    timer = setTimeout(() => {
      if (events.value.length <= 100) void load()
    }, 500)
  }
  for (const entity of ['order', 'orderEventSetting']) onChange(entity, follow)
  onScopeDispose(() => clearTimeout(timer))
  void load()

  return proxyRefs({ events, settings, next, isLoading, refusal, load })
}

/** The dialog's form: whose acts, in which period, which. */
export const EventForm = z.object({
  kind: z.enum(['all', 'group', 'user']),
  role: Role.optional(),
  userId: UserId.optional(),
  from: z.iso.date(),
  to: z.iso.date().optional(),
  actions: z.array(OrderAction),
})
type EventForm = z.output<typeof EventForm>

function scopeOf({ kind, role, userId }: EventForm): OrderEventScope | undefined {
  if (kind === 'all') return { kind }
  if (kind === 'group') return role && { kind, role }
  return userId && { kind, userId }
}

/** Writes a setting; false while it does not say whose acts it is about. */
export async function saveEvents(form: EventForm, held: OrderEventSetting | undefined): Promise<boolean> {
  const scope = scopeOf(form)
  if (!scope) return false
  const { actions, from, to } = form
  await client.alerts.setOrderEvents({ scope, from, to, actions, expectedVersion: held?.version })
  return true
}
