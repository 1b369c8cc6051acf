import { ORPCError } from '@orpc/client'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { onChange } from '@/rpc/changes'
import { isLost } from '@/rpc/connect'
import { useDraftsStore } from '@/stores/drafts.store'
import { useSessionStore } from '@/stores/session.store'

/** The data service as a window sees it: which tokens it knows, and what drafts its store holds. */
const service = vi.hoisted(() => ({
  tokens: new Set<string>(),
  drafts: [] as object[],
  required: [] as (() => void)[],
  token: undefined as string | undefined,
}))
vi.mock('@/plugins/i18n', () => ({ setLanguage: () => undefined }))
vi.mock('@/rpc/token', () => ({
  readToken: () => service.token,
  keepToken: (token: string) => (service.token = token),
  dropToken: () => (service.token = undefined),
}))
vi.mock('@/rpc/client', () => ({
  onAct: () => undefined,
  onSignInRequired: (listener: () => void) => service.required.push(listener),
  client: {
    changes: { stream: () => new Promise(() => undefined) },
    session: {
      getStart: () => Promise.resolve({ state: 'signIn', language: 'en' }),
      getSession: () => {
        if (service.token !== undefined && service.tokens.has(service.token))
          return Promise.resolve({ user: { id: 'anna', language: 'en' }, permissions: {} })
        for (const listener of service.required) listener()
        return Promise.reject(new ORPCError('SIGN_IN_REQUIRED', { status: 401 }))
      },
      signIn: () => {
        service.tokens.add('again')
        return Promise.resolve({ token: 'again' })
      },
    },
    drafts: {
      listDrafts: () => Promise.resolve({ items: [] }),
      saveDraft: (draft: object) => {
        service.drafts.push(draft)
        return Promise.resolve({ savedAt: 1 })
      },
      discardDraft: () => Promise.resolve({}),
    },
  },
}))

const settled = () => new Promise((resolve) => setTimeout(resolve))

beforeEach(async () => {
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined })
  setActivePinia(createPinia())
  Object.assign(service, { tokens: new Set(['first']), drafts: [], required: [], token: 'first' })
  isLost.value = false
  await nextTick()
})

async function signedIn() {
  const session = useSessionStore()
  const drafts = useDraftsStore()
  await session.begin()
  await drafts.open()
  drafts.put('customer:new', { changed: { name: 'Pump Oy' }, before: {} })
  return { session, drafts }
}

async function breakLine(meanwhile: () => void): Promise<void> {
  isLost.value = true
  await nextTick()
  meanwhile()
  isLost.value = false
  await settled()
}

describe('a store that is restored under a window', () => {
  it('R01-22: the window asks to sign in, begins anew then, and keeps what was typed', async () => {
    const { session, drafts } = await signedIn()
    const heard: object[] = []
    onChange('customer', (event) => heard.push(event))

    await breakLine(() => service.tokens.clear())
    expect(session.phase).toBe('signIn')
    expect(session.storeCount).toBe(0)

    await session.signIn({ login: 'anna', password: 'a long enough password' })
    await drafts.open()
    await settled()

    expect(session).toMatchObject({ phase: 'ready', isLocked: false, storeCount: 1 })
    expect(heard).toEqual([{ entity: 'customer' }])
    expect(drafts.get('customer:new')?.changed).toEqual({ name: 'Pump Oy' })
    expect(service.drafts).toMatchObject([{ form: 'customer:new' }])
  })

  it('R01-22: a locked window begins anew with the password', async () => {
    const { session } = await signedIn()
    session.isLocked = true

    await breakLine(() => service.tokens.clear())
    expect(session).toMatchObject({ phase: 'ready', isLocked: true })

    await session.signIn({ login: 'anna', password: 'a long enough password' })
    expect(session).toMatchObject({ phase: 'ready', isLocked: false, storeCount: 1 })
  })

  it('R01-02: a break of the line alone changes nothing, and a session that ends later only locks', async () => {
    const { session } = await signedIn()

    await breakLine(() => undefined)
    expect(session).toMatchObject({ phase: 'ready', isLocked: false, storeCount: 0 })

    service.required.at(-1)?.()
    expect(session).toMatchObject({ phase: 'ready', isLocked: true })
    await session.signIn({ login: 'anna', password: 'a long enough password' })
    expect(session.storeCount).toBe(0)
  })
})
