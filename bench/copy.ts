import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A copy of a branch for a scenario that writes; taken away afterwards. */
export function copyOf(folder: string): { readonly folder: string; remove(): void } {
  const copy = mkdtempSync(join(process.env['AFTERCARE_BENCH_DATA'] ?? tmpdir(), 'aftercare-copy-'))
  cpSync(folder, copy, { recursive: true })
  return { folder: copy, remove: () => rmSync(copy, { recursive: true, force: true }) }
}
