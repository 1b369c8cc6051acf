import { existsSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { demoStore, startHost } from './host'

/** The end-to-end tests run what was built, and share one demo store, of which each takes a copy (`demoFolder`). */
export default async function globalSetup(): Promise<void> {
  if (!existsSync(resolve('out/main/host.js'))) throw new Error('Build first: npm run test:e2e does.')
  // What was packed is looked at without it.
  if (process.env['AFTERCARE_APP'] !== undefined) return
  rmSync(demoStore, { recursive: true, force: true })
  const host = await startHost({ folder: demoStore, args: ['--demo'] })
  await host.close()
}
