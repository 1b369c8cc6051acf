import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { STORE_IN_USE, STORE_REFUSED, supervise, superviseServices } from '../../electron/rpc/supervise'
import type { ServiceRole } from '../../electron/shared/contract/index'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('supervise', () => {
  function start(crashes = 2) {
    const downs: boolean[] = []
    let ups = 0
    let die: (code: number) => void = () => undefined
    const child = () => ({
      ready: Promise.resolve(),
      stop: () => undefined,
      onExit: (listener: (code: number) => void) => (die = listener),
    })
    const events = { up: () => (ups += 1), down: (_code: number, again: boolean) => downs.push(again) }
    const supervised = supervise(child, events, { crashes, windowMs: 60_000 })
    return { supervised, downs, ups: () => ups, die: (code: number) => die(code) }
  }

  it('restarts a child that dies and gives up when it keeps crashing', async () => {
    const { supervised, downs, ups, die } = start()
    for (let crash = 0; crash < 3; crash++) {
      await vi.advanceTimersByTimeAsync(0)
      expect(supervised.child).toBeDefined()
      die(1)
      expect(supervised.child).toBeUndefined()
      await vi.advanceTimersByTimeAsync(5000)
    }
    expect([ups(), downs]).toEqual([3, [true, true, false]])
  })

  it('does not restart where it cannot help: the folder is taken, the store is refused', () => {
    for (const code of [STORE_IN_USE, STORE_REFUSED]) {
      const { downs, die } = start()
      die(code)
      expect(downs).toEqual([false])
    }
  })

  it('waits longer after each crash', async () => {
    const { ups, die } = start(10)
    await vi.advanceTimersByTimeAsync(0)
    die(1)
    await vi.advanceTimersByTimeAsync(100)
    expect(ups()).toBe(2)
    die(1)
    await vi.advanceTimersByTimeAsync(150)
    expect(ups()).toBe(2)
    await vi.advanceTimersByTimeAsync(50)
    expect(ups()).toBe(3)
  })
})

describe('superviseServices', () => {
  function start() {
    const seen: string[] = []
    const die = new Map<ServiceRole, (code: number) => void>()
    const services = superviseServices(
      (role) => ({
        role,
        ready: Promise.resolve(),
        stop: () => {
          seen.push(`stop ${role}`)
          die.get(role)?.(0)
        },
        onExit: (listener) => die.set(role, listener),
      }),
      { up: (role) => seen.push(`+${role}`), down: (role) => seen.push(`-${role}`) },
    )
    return {
      services,
      seen: () => seen.splice(0),
      crash: (role: ServiceRole) => die.get(role)?.(1),
      spawned: die,
    }
  }

  it('starts the reader once the writer has opened the store, the jobs instance when it is asked', async () => {
    const { services, seen, spawned } = start()
    expect([...spawned.keys()]).toEqual(['writer'])
    await vi.advanceTimersByTimeAsync(0)
    expect(seen()).toEqual(['+writer', '+reader'])
    expect(services.child('jobs')).toBeUndefined()

    const asked = await Promise.all([services.demand('jobs'), services.demand('jobs')])

    expect(asked.map((child) => child?.role)).toEqual(['jobs', 'jobs'])
    expect(seen()).toEqual(['+jobs'])
    expect((await services.demand('reader'))?.role).toBe('reader')
  })

  it('answers who waits for a jobs instance that dies before it is ready', async () => {
    const { services, crash } = start()
    await vi.advanceTimersByTimeAsync(0)
    const asked = services.demand('jobs')
    crash('jobs')
    expect(await asked).toBeUndefined()
    await vi.advanceTimersByTimeAsync(200)
    expect((await services.demand('jobs'))?.role).toBe('jobs')
  })

  it('leaves the queries to the writer when the reader is given up', async () => {
    const { services, seen, crash } = start()
    await vi.advanceTimersByTimeAsync(0)
    for (let count = 0; count < 6; count++) {
      crash('reader')
      await vi.advanceTimersByTimeAsync(5000)
    }
    expect(seen().slice(-2)).toEqual(['-reader', '+reader'])
    expect(services.child('reader')?.role).toBe('writer')
    crash('writer')
    await vi.advanceTimersByTimeAsync(1000)
    expect(seen()).toEqual(['-writer', '-reader', '+writer', '+reader'])
  })

  it('starts nothing any more once it is told to stop, even before the writer is ready', async () => {
    const { services, seen, spawned } = start()
    await services.stop()
    await vi.advanceTimersByTimeAsync(1000)
    expect([seen(), [...spawned.keys()]]).toEqual([['stop writer'], ['writer']])
  })

  it('stops the writer last, because its close removes the WAL', async () => {
    const { services, seen } = start()
    await vi.advanceTimersByTimeAsync(0)
    await services.demand('jobs')
    seen()
    await services.stop()
    expect(seen().at(-1)).toBe('stop writer')
    expect(await services.demand('jobs')).toBeUndefined()
  })
})
