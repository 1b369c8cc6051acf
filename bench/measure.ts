/** One figure of a run: what was asked for, what came out. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: 'ms' | 's' | 'MB' | 'ratio' | 'count'
  /** The most it may be; absent: for information. */
  readonly limit?: number
  readonly note?: string
}

export interface Times {
  readonly p50: number
  readonly p95: number
  readonly max: number
}

/** The value below which `share` of the sorted values lie. */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

/** p50, p95 and the worst of some times in milliseconds. */
export function summary(times: readonly number[]): Times {
  const sorted = [...times].sort((a, b) => a - b)
  return { p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95), max: sorted.at(-1) ?? Number.NaN }
}

/** Milliseconds of one run. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** Times of repeated runs, after two that warm up. */
export async function repeated(runs: number, work: (run: number) => unknown): Promise<number[]> {
  const times: number[] = []
  for (let run = -2; run < runs; run += 1) {
    const ms = await timed(() => work(run))
    if (run >= 0) times.push(ms)
  }
  return times
}

/** Times of repeated runs, the first one too. */
export async function each(runs: number, work: () => unknown): Promise<number[]> {
  const times: number[] = []
  for (let run = 0; run < runs; run += 1) times.push(await timed(work))
  return times
}

export function round(value: number): number {
  return Math.round(value * 100) / 100
}
