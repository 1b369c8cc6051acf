/** Starts a count of the processor's milliseconds of this process: other tests share the machine's clock. */
export function cpuTime(): () => number {
  const begun = process.cpuUsage()
  return () => {
    const { system, user } = process.cpuUsage(begun)
    return (system + user) / 1000
  }
}
