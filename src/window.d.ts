/** Set by the preload script; absent in a plain browser. */
interface Window {
  readonly aftercare?: {
    readonly shell: 'electron'
    /** Asks for the ports to the data service; they arrive as window messages. */
    connect(): void
  }
}
