/** The months of a period, cut at its ends: [from, to] of each. */
export function monthsOf(from: string, to: string): { from: string; to: string }[] {
  const months: { from: string; to: string }[] = []
  for (let start = from; start <= to;) {
    const [year = 0, month = 0] = start.split('-').map(Number)
    const last = new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
    months.push({ from: start, to: last < to ? last : to })
    start = new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10)
  }
  return months
}
