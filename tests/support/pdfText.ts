import { inflateSync } from 'node:zlib'

/** The text of a PDF as a reader extracts it: through each font's own map from glyphs to letters, page by page. */
export function textOfPdf(bytes: Uint8Array): string[] {
  const source = Buffer.from(bytes).toString('latin1')
  const objects = new Map<string, string>()
  for (const [, number = '', body = ''] of source.matchAll(/(\d+) 0 obj\n([^]*?)\nendobj/g))
    objects.set(number, body)

  const fonts = new Map<string, Map<string, string>>()
  for (const body of objects.values())
    for (const [, name = '', reference = ''] of body.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const map = /\/ToUnicode (\d+) 0 R/.exec(objects.get(reference) ?? '')?.[1]
      if (map !== undefined) fonts.set(name, lettersOf(streamOf(objects.get(map) ?? '')))
    }

  return [...objects.values()]
    .filter((body) => /\/Type \/Page\n/.test(body))
    .map((body) => /\/Contents (\d+) 0 R/.exec(body)?.[1] ?? '')
    .map((contents) => textOf(streamOf(objects.get(contents) ?? ''), fonts))
}

function streamOf(body: string): string {
  const [, head = '', content = ''] = /^([^]*?)stream\n([^]*)\nendstream/.exec(body) ?? []
  const raw = Buffer.from(content, 'latin1')
  return (head.includes('/FlateDecode') ? inflateSync(raw) : raw).toString('latin1')
}

/** A CMap's ranges, glyph to text. */
function lettersOf(map: string): Map<string, string> {
  const letters = new Map<string, string>()
  for (const [, first = '', , list = ''] of map.matchAll(/<(\w+)> <(\w+)> \[([^\]]*)\]/g))
    for (const [index, [, units = '']] of [...list.matchAll(/<(\w+)>/g)].entries())
      letters.set(
        (Number.parseInt(first, 16) + index).toString(16).padStart(4, '0'),
        Buffer.from(units, 'hex').swap16().toString('utf16le'),
      )
  return letters
}

/** What the operators of a page show, one after the other. */
function textOf(content: string, fonts: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  let font: ReadonlyMap<string, string> | undefined
  const shownTexts: string[] = []
  for (const [, name, shown = ''] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (name !== undefined) font = fonts.get(name)
    else {
      const glyphs = [...shown.matchAll(/<(\w*)>/g)].flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? [])
      shownTexts.push(glyphs.map((glyph) => font?.get(glyph) ?? '\ufffd').join(''))
    }
  }
  return shownTexts.join('')
}
