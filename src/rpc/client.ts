import { createORPCClient, ORPCError } from '@orpc/client'
import { EntryId } from '@contract/id'
import { type Client, metaOf, roleFor } from '@contract/index'
import { mintId } from '@/composables/mintId'
import { lines } from './connect'
import { ConnectionError } from './line'
import { noticeWait } from './waiting'

type Listener = () => void
type ActListener = (actId: EntryId, command: string) => void
const actListeners = new Set<ActListener>()

/** Calls `listener` whenever a command of this window has gone through. */
export function onAct(listener: ActListener): void {
  actListeners.add(listener)
}

const signInListeners = new Set<Listener>()

/** Calls `listener` whenever a call is refused because nobody is signed in. */
export function onSignInRequired(listener: Listener): void {
  signInListeners.add(listener)
}

const attempts = 3

/** A question whose line broke is asked again on the next one: it changes nothing, and nobody need notice. */
async function askAgain(ask: () => Promise<unknown>): Promise<unknown> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof ConnectionError) || attempt === attempts) throw error
    }
  }
}

/**
 * The renderer's only way to the domain, the same over Electron's port and over loopback. An endless proxy: it must
 * never enter reactive state.
 */
export const client: Client = createORPCClient<Client>({
  async call(path, input, options) {
    const role = roleFor(path) ?? 'writer'
    const kind = metaOf(path)?.kind
    // The window names each act, so that it can take it back.
    const actId = kind === 'command' || kind === 'longCommand' ? mintId(EntryId) : undefined
    const context = { ...options.context, actId }
    const ask = () => lines[role].call(path, input, { ...options, context })
    try {
      if (kind === 'query') return await askAgain(ask)
      const answer = await (kind === 'command' ? noticeWait(ask()) : ask())
      if (actId !== undefined) for (const listener of actListeners) listener(actId, path.join('.'))
      return answer
    } catch (error) {
      if (error instanceof ORPCError && error.code === 'SIGN_IN_REQUIRED')
        for (const listener of signInListeners) listener()
      throw error
    }
  },
})
