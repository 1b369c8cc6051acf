import { createHash } from 'node:crypto'

export interface MailDraft {
  readonly to: string | undefined
  readonly subject: string
  readonly text: string
  readonly fileName: string
  readonly content: Uint8Array
}

const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64')
/** Lines of at most 76 letters, as mail wants them (RFC 2045). */
const wrapped = (text: string) => text.replaceAll(/.{76}(?=.)/g, '$&\r\n')

const wordBytes = 45
/** A header's text in encoded words of at most 75 letters (RFC 2047); a letter is never split. */
function encodedWords(text: string): string {
  const words: string[] = ['']
  for (const letter of text) {
    const last = words.at(-1) ?? ''
    if (Buffer.byteLength(last + letter) > wordBytes) words.push(letter)
    else words[words.length - 1] = last + letter
  }
  return words.map((word) => `=?utf-8?B?${base64(word)}?=`).join('\r\n ')
}

/** An address as typed may hold anything; what could begin another header or address is left out. */
function addressOf(to: string | undefined): string | undefined {
  return to !== undefined && /^[^\s<>",;:()\\]+@[^\s<>",;:()\\]+$/.test(to) ? to : undefined
}

/** A mail with one PDF attached, unsent, as mail programs open it (RFC 5322): the same content gives the same text. */
export function mailDraft({ content, fileName, subject, text, to }: MailDraft): string {
  const boundary = `aftercare-${createHash('sha256').update(content).digest('hex').slice(0, 32)}`
  const address = addressOf(to)
  const encodedName = encodeURIComponent(fileName).replaceAll(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return [
    ...(address === undefined ? [] : [`To: ${address}`]),
    `Subject: ${encodedWords(subject)}`,
    'X-Unsent: 1',
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    wrapped(base64(text.replaceAll('\n', '\r\n'))),
    `--${boundary}`,
    'Content-Type: application/pdf',
    `Content-Disposition: attachment; filename*=utf-8''${encodedName}`,
    'Content-Transfer-Encoding: base64',
    '',
    wrapped(base64(content)),
    `--${boundary}--`,
    '',
  ].join('\r\n')
}
