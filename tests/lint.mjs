// Lints part by part: one process for all of it would hold the types of every project at once, more than Node's heap.
// `--part <name>` lints that one alone.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const eslint = join(root, 'node_modules/eslint/bin/eslint.js')
const rest = ['electron', 'src'].flatMap((part) => ['--ignore-pattern', `${part}/**`])
const parts = { electron: ['electron'], src: ['src'], rest: ['.', ...rest] }

const given = process.argv.slice(2)
const only = given[0] === '--part' ? given.splice(0, 2)[1] : undefined
if (only !== undefined && !(only in parts)) {
  console.error(`There is no part ${only}.`)
  process.exit(1)
}

let failed = false
for (const [name, args] of Object.entries(parts)) {
  if (only !== undefined && name !== only) continue
  const { status, signal } = spawnSync(
    process.execPath,
    ['--max-old-space-size=8192', eslint, ...args, '--max-warnings', '0', ...given],
    { cwd: root, stdio: 'inherit' },
  )
  if (status === 0) continue
  failed = true
  console.error(`The lint of ${name} failed${signal ? ` (${signal})` : ''}.`)
}
process.exitCode = failed ? 1 : 0
