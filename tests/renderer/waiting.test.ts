import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { noticeWait, waitingSaves } from '@/rpc/waiting'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const after = (ms: number, error?: Error) =>
  new Promise<string>((resolve, reject) => setTimeout(() => (error ? reject(error) : resolve('saved')), ms))

describe('saves that wait', () => {
  it('issue §5: a save that takes longer than 400 ms is shown as waiting until it is done', async () => {
    const saves = [noticeWait(after(300)), noticeWait(after(900))]
    await vi.advanceTimersByTimeAsync(399)
    expect(waitingSaves.value).toBe(0)
    await vi.advanceTimersByTimeAsync(1)
    expect(waitingSaves.value).toBe(1)
    await vi.advanceTimersByTimeAsync(500)
    expect(waitingSaves.value).toBe(0)
    expect(await Promise.all(saves)).toEqual(['saved', 'saved'])
  })

  it('issue §5: a refused save waits no longer', async () => {
    const save = noticeWait(after(600, new Error('refused')))
    const refused = expect(save).rejects.toThrow('refused')
    await vi.advanceTimersByTimeAsync(500)
    expect(waitingSaves.value).toBe(1)
    await vi.advanceTimersByTimeAsync(100)
    await refused
    expect(waitingSaves.value).toBe(0)
  })
})
