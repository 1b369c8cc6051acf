import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

/** The end-to-end tests run what was built. */
export default function globalSetup(): void {
  if (!existsSync(resolve('out/main/host.js'))) throw new Error('Build first: npm run test:e2e does.')
}
