import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { branchFolder } from './branch'
import type { Figure } from './measure'
import { scenarios } from './scenarios'

const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    'run-orders': { type: 'string', default: '100000' },
    only: { type: 'string' },
    json: { type: 'string' },
  },
})
const orders = Number(values.orders)
const say = (text: string) => void process.stderr.write(`${text}\n`)
const folder = branchFolder({ orders, seed: Number(values.seed), say })

const figures: Figure[] = []
for (const [name, run] of Object.entries(scenarios)) {
  if (values.only !== undefined && !name.startsWith(values.only)) continue
  say(name)
  for (const figure of await run({ folder, orders, runOrders: Number(values['run-orders']), say })) {
    figures.push(figure)
    const { limit, note, unit, value } = figure
    const verdict =
      limit === undefined ? '' : value <= limit ? `  ok (≤ ${String(limit)})` : `  OVER ${String(limit)}`
    process.stdout.write(`${figure.name}: ${String(value)} ${unit}${verdict}${note ? `  ${note}` : ''}\n`)
  }
}
if (values.json !== undefined)
  writeFileSync(
    values.json,
    `${JSON.stringify({ orders, seed: Number(values.seed), node: process.version, figures }, null, 2)}\n`,
  )
process.exit(0)
