import type { ClientContext, ClientLink, ClientOptions } from '@orpc/client'

export type Link = ClientLink<ClientContext>

/** The call got no answer in time; whether it took effect is not known. */
export class TimeoutError extends Error {
  override name = 'TimeoutError'
}

/** The line to the data service broke while the call was under way. */
export class ConnectionError extends Error {
  override name = 'ConnectionError'
}

/** Settles every call: waits for a connection, times out, and fails what is under way when the connection drops. */
export class Line implements Link {
  #link: Promise<Link>
  #connect: (link: Link) => void = () => undefined
  readonly #pending = new Set<AbortController>()

  constructor(private readonly timeoutMs: number) {
    this.#link = this.#wait()
  }

  up(link: Link): void {
    this.#connect(link)
    this.#link = Promise.resolve(link)
  }

  down(): void {
    this.#link = this.#wait()
    for (const controller of this.#pending) controller.abort(new ConnectionError('connection lost'))
  }

  async call(
    path: readonly string[],
    input: unknown,
    options: ClientOptions<ClientContext>,
  ): Promise<unknown> {
    const controller = new AbortController()
    const outer = options.signal
    const relay = () => controller.abort(outer?.reason)
    const timer = setTimeout(
      () => controller.abort(new TimeoutError(`${path.join('.')} timed out`)),
      this.timeoutMs,
    )
    this.#pending.add(controller)
    if (outer?.aborted) relay()
    else outer?.addEventListener('abort', relay, { once: true })

    const done = () => {
      this.#pending.delete(controller)
      outer?.removeEventListener('abort', relay)
    }
    let isStream = false
    try {
      const answer = this.#link.then((link) =>
        link.call(path, input, { ...options, signal: controller.signal }),
      )
      const result = await Promise.race([answer, aborted(controller.signal)])
      isStream = isAsyncIterator(result)
      // A stream stays pending until it ends, so that a dropped line ends it too.
      if (isAsyncIterator(result)) endWith(result, done)
      return result
    } finally {
      clearTimeout(timer)
      if (!isStream) done()
    }
  }

  #wait(): Promise<Link> {
    return new Promise((resolve) => (this.#connect = resolve))
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const fail = () =>
      reject(signal.reason instanceof Error ? signal.reason : new ConnectionError('call given up'))
    if (signal.aborted) fail()
    else signal.addEventListener('abort', fail, { once: true })
  })
}

function isAsyncIterator(value: unknown): value is AsyncIterator<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value && 'next' in value
}

function endWith(iterator: AsyncIterator<unknown>, done: () => void): void {
  const next = iterator.next.bind(iterator)
  const back = iterator.return?.bind(iterator)
  iterator.next = async () => {
    try {
      const result = await next()
      if (result.done) done()
      return result
    } catch (error) {
      done()
      throw error
    }
  }
  iterator.return = async (value: unknown) => {
    done()
    return back ? back(value) : { done: true, value }
  }
}
