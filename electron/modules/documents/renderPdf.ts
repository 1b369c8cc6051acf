import { createRequire } from 'node:module'
import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces'

/** One document of a file. The layout engine writes into what it is given, so each is built anew for every pass. */
export interface Paper {
  header(): Content
  content(): Content[]
  footer(page: number, pages: number): Content
}

/** Images as addresses that hold their content. */
export type Images = Readonly<Record<string, string>>

export interface FileInfo {
  readonly title: string
  readonly author: string
  readonly language: string
  readonly creationDate: Date
  /** Stands across every page, such as that the document is void. */
  readonly mark?: string | undefined
  /** By the names under which papers refer to them. */
  readonly images?: Images | undefined
}

/** How the pages lie; wide tables need them across. */
export type Orientation = 'portrait' | 'landscape'

type PdfStream = AsyncIterable<Uint8Array> & { end(): void }
interface Printer {
  createPdfKitDocument(definition: TDocumentDefinitions, options: object): Promise<PdfStream>
}
type PrinterClass = new (
  fonts: Record<string, { normal: string; bold: string }>,
  files: { existsSync(name: string): boolean; readFileSync(name: string): Buffer | undefined },
  resolver: { resolve(): void; resolved(): Promise<void> },
  localAccessPolicy: () => boolean,
) => Printer

function isPrinterModule(loaded: unknown): loaded is { default: PrinterClass } {
  return (
    typeof loaded === 'object' &&
    loaded !== null &&
    'default' in loaded &&
    typeof loaded.default === 'function'
  )
}

// Read as text into a part of the program that is loaded with the first document, so that every door has them.
const fontFiles = import.meta.glob<string>('../../../resources/fonts/*.ttf', {
  query: '?inline',
  import: 'default',
})

let loading: Promise<() => Printer> | undefined

async function load(): Promise<() => Printer> {
  const loaded: unknown = createRequire(import.meta.url)('pdfmake/js/Printer')
  if (!isPrinterModule(loaded)) throw new Error('pdfmake has no printer')
  const Printer = loaded.default
  const files = new Map<string, Buffer>()
  for (const [path, read] of Object.entries(fontFiles)) {
    const address = await read()
    files.set(
      path.slice(path.lastIndexOf('/') + 1),
      Buffer.from(address.slice(address.indexOf(',') + 1), 'base64'),
    )
  }
  const fonts = { Inter: { normal: 'Inter-Regular.ttf', bold: 'Inter-SemiBold.ttf' } }
  const memory = {
    existsSync: (name: string) => files.has(name),
    readFileSync: (name: string) => files.get(name),
  }
  // No document reads a file or an address of its own.
  const offline = { resolve: () => undefined, resolved: () => Promise.resolve() }
  return () => new Printer(fonts, memory, offline, () => false)
}

const pageMargins: [number, number, number, number] = [48, 88, 48, 64]

/**
 * Renders papers into one PDF, each beginning on a page of its own and counting its own pages. The same content gives
 * the same bytes: nothing in the file is random or of the clock.
 */
export async function renderPdf(
  papers: readonly Paper[],
  info: FileInfo,
  orientation: Orientation = 'portrait',
): Promise<Uint8Array> {
  const [only] = papers
  if (only && papers.length === 1) return (await renderPass([only], [], info, orientation)).bytes
  const counts: number[] = []
  for (const paper of papers) counts.push((await renderPass([paper], [], info, orientation)).pages)
  return (await renderPass(papers, counts, info, orientation)).bytes
}

async function renderPass(
  papers: readonly Paper[],
  counts: readonly number[],
  info: FileInfo,
  orientation: Orientation,
): Promise<{ bytes: Uint8Array; pages: number }> {
  const { images = {}, mark, ...known } = info
  const makePrinter = await (loading ??= load())
  let total = 0
  const placeOf = (page: number, pages: number) => {
    total = pages
    let first = 0
    for (const [index, paper] of papers.entries()) {
      const count = counts[index] ?? pages
      if (page <= first + count) return { paper, page: page - first, pages: count }
      first += count
    }
    return undefined
  }
  const stream = await makePrinter().createPdfKitDocument(
    {
      pageSize: 'A4',
      pageOrientation: orientation,
      pageMargins,
      info: { ...known, creator: 'Aftercare', producer: 'Aftercare' },
      language: info.language,
      images,
      ...(mark === undefined
        ? {}
        : { watermark: { text: mark, color: '#9c0f36', opacity: 0.25, bold: true } }),
      defaultStyle: { font: 'Inter', fontSize: 9, lineHeight: 1.2, color: '#1a1a1a' },
      header: (page, pages) => placeOf(page, pages)?.paper.header(),
      footer: (page, pages) => {
        const place = placeOf(page, pages)
        return place?.paper.footer(place.page, place.pages)
      },
      content: papers.map((paper, index) => ({
        stack: paper.content(),
        ...(index > 0 ? { pageBreak: 'before' as const } : {}),
      })),
    },
    {},
  )
  stream.end()
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return { bytes: Buffer.concat(chunks), pages: total }
}
