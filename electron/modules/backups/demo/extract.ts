const files = import.meta.glob<string>('../../../../resources/demo/*.csv', {
  query: '?raw',
  import: 'default',
  eager: true,
})

type Extract = 'customers' | 'items' | 'prices' | 'sites' | 'units'

/** The rows of a shipped extract, cell by cell, without its header (resources/demo). */
export function rowsOf(name: Extract): string[][] {
  const text = Object.entries(files).find(([path]) => path.endsWith(`/${name}.csv`))?.[1]
  if (text === undefined) throw new Error(`the extract ${name} is not part of the build`)
  const [, ...lines] = text.split(/\r?\n/).filter((line) => line !== '')
  return lines.map((line) => line.split(';'))
}

/** The text of a cell; undefined when it is empty. */
export function textOf(cell: string | undefined): string | undefined {
  return cell === undefined || cell === '' ? undefined : cell
}

/** A decimal cell in thousandths, ten-thousandths and the like; undefined when it is empty. */
export function scaledOf(cell: string | undefined, scale: number): number | undefined {
  return cell === undefined || cell === '' ? undefined : Math.round(Number(cell) * scale)
}
