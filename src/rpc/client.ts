import { createORPCClient, ORPCError } from '@orpc/client'
import { type Client, roleFor } from '@contract/index'
import { lines } from './connect'

type Listener = () => void
const signInListeners = new Set<Listener>()

/** Calls `listener` whenever a call is refused because nobody is signed in. */
export function onSignInRequired(listener: Listener): void {
  signInListeners.add(listener)
}

/**
 * The renderer's only way to the domain, the same over Electron's port and over loopback. An endless proxy: it must
 * never enter reactive state.
 */
export const client: Client = createORPCClient<Client>({
  async call(path, input, options) {
    try {
      return await lines[roleFor(path) ?? 'writer'].call(path, input, options)
    } catch (error) {
      if (error instanceof ORPCError && error.code === 'SIGN_IN_REQUIRED')
        for (const listener of signInListeners) listener()
      throw error
    }
  },
})
