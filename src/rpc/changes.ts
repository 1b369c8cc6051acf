import { ORPCError } from '@orpc/client'
import type { ChangeEvent } from '@contract/changes'
import { getCurrentScope, onScopeDispose, watch } from 'vue'
import { client } from './client'
import { isOnline } from './connect'

type Listener = (event: ChangeEvent) => void
const listeners = new Map<string, Set<Listener>>()
let lastSeq: number | undefined
let following: AbortController | undefined

/** Calls `listener` for each change to the entity until the calling scope ends. */
export function onChange(entity: string, listener: Listener): void {
  const forEntity = listeners.get(entity) ?? new Set<Listener>()
  listeners.set(entity, forEntity.add(listener))
  if (getCurrentScope()) onScopeDispose(() => forEntity.delete(listener))
}

function tell(event: ChangeEvent): void {
  if (event.seq !== undefined) lastSeq = event.seq
  for (const listener of listeners.get(event.entity) ?? []) listener(event)
}

async function follow(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await online(signal)
    try {
      const from = lastSeq === undefined ? {} : { afterSeq: lastSeq }
      for await (const event of await client.changes.stream(from, { signal })) tell(event)
    } catch (error) {
      if (error instanceof ORPCError && error.status === 401) return
    }
    await pause(500, signal)
  }
}

function online(signal: AbortSignal): Promise<void> {
  if (isOnline.value) return Promise.resolve()
  return new Promise((resolve) => {
    const stop = watch(isOnline, () => finish())
    const finish = () => {
      stop()
      resolve()
    }
    signal.addEventListener('abort', finish, { once: true })
  })
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    const giveUp = () => {
      clearTimeout(timer)
      resolve()
    }
    signal.addEventListener('abort', giveUp, { once: true })
  })
}

/**
 * Forgets what was seen of a store that another has taken the place of; whoever listens asks anew for what it shows
 * (R01-22).
 */
export function forgetStore(): void {
  lastSeq = undefined
  for (const entity of listeners.keys()) tell({ entity })
}

/** Reads the change stream while somebody is signed in; after a break it goes on behind the last entry it has seen. */
export function followChanges(): void {
  stopFollowing()
  following = new AbortController()
  void follow(following.signal)
}

export function stopFollowing(): void {
  following?.abort()
  following = undefined
}
