import { csvOf, saveFile } from '@/composables/saveFile'
import { recallOf } from './bom.sources'

export type RecallRow = Awaited<ReturnType<typeof recallOf>>['items'][number]

/** All places where the item is installed now, page by page. */
export async function allOf(asked: Parameters<typeof recallOf>[0]): Promise<RecallRow[]> {
  const rows: RecallRow[] = []
  for (let after: string | undefined; ;) {
    const page = await recallOf({ ...asked, limit: 500, ...(after === undefined ? {} : { after }) })
    rows.push(...page.items)
    if (page.next === undefined) return rows
    after = page.next
  }
}

/** A message to all customers who have the part, each address once and out of the others' sight. */
export function saveMail(
  rows: readonly RecallRow[],
  { fileName, subject, text }: { fileName: string; subject: string; text: string },
): void {
  const addresses = [
    ...new Set(
      rows.flatMap(({ customerEmail = '' }) => (/^\S+@\S+$/.test(customerEmail) ? [customerEmail] : [])),
    ),
  ]
  const lines = [
    'X-Unsent: 1',
    `Bcc: ${addresses.join(',\r\n ')}`,
    `Subject: ${encodedWord(subject)}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    base64Of(text.replaceAll(/\r?\n/g, '\r\n')).replaceAll(/.{76}/g, '$&\r\n'),
  ]
  saveFile(`${lines.join('\r\n')}\r\n`, `${fileName}.eml`, 'message/rfc822')
}

export function saveRows(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  fileName: string,
): void {
  saveFile(csvOf([head, ...rows]), `${fileName}.csv`, 'text/csv')
}

/** Words of a header are short (RFC 2047). */
function encodedWord(text: string): string {
  const parts = [...text].reduce<string[]>(
    (all, letter, at) =>
      at % 12 === 0 ? [...all, letter] : [...all.slice(0, -1), `${all.at(-1) ?? ''}${letter}`],
    [],
  )
  return parts.map((part) => `=?UTF-8?B?${base64Of(part)}?=`).join('\r\n ')
}
function base64Of(text: string): string {
  return btoa(String.fromCodePoint(...new TextEncoder().encode(text)))
}
