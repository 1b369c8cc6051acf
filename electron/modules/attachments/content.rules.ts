import type { AttachmentKind } from '../../shared/contract/attachments'

/** What a content is, and the type under which it may be shown. */
export interface ContentKind {
  readonly kind: Exclude<AttachmentKind, 'link'>
  readonly type: string
}

/** As many bytes of the beginning as `kindOf` looks at. */
export const headBytes = 4096

const images: readonly {
  readonly type: string
  readonly names: readonly string[]
  readonly magic: RegExp
}[] = [
  { type: 'image/png', names: ['png'], magic: /^\x89PNG\r\n/ },
  { type: 'image/jpeg', names: ['jpg', 'jpeg', 'jpe'], magic: /^\xff\xd8\xff/ },
  { type: 'image/gif', names: ['gif'], magic: /^GIF8[79]a/ },
  { type: 'image/webp', names: ['webp'], magic: /^RIFF[^]{4}WEBP/ },
  { type: 'image/bmp', names: ['bmp'], magic: /^BM/ },
]

const texts = new Set(
  'txt text log csv tsv md json xml yaml yml ini cfg conf toml eml ics vcf srt properties'.split(' '),
)

/** Names of files that do something when they are opened: programs, scripts, shortcuts, pages, workbooks with macros. */
const programs = new Set(
  (
    'exe com scr pif msi msp msix appx appinstaller bat cmd ps1 psm1 psd1 vbs vbe js jse mjs cjs wsf wsh hta cpl dll sys ' +
    'ocx reg inf lnk url scf jar jnlp class py pyc pyw rb pl php sh bash zsh csh ksh fish run elf app dmg pkg deb rpm ' +
    'apk ipa command workflow desktop appimage html htm xhtml xht mht mhtml svg svgz chm docm dotm xlsm xltm xlam pptm ' +
    'potm ppam iso img vhd vhdx gadget application settingcontent-ms'
  ).split(' '),
)
/** Windows, Linux, macOS (both orders, and for several processors), scripts. */
const programMagic =
  /^(?:\x7fELF|\xfe\xed\xfa[\xce\xcf]|[\xce\xcf]\xfa\xed\xfe|\xca\xfe\xba\xbe|\xbe\xba\xfe\xca|#!)/
const pageMagic = /^\s*(?:<!doctype html|<html|<script|<svg)/i

/**
 * What a file is by its name and its first bytes (R01-10). Both must agree before it is shown: what only calls itself a
 * picture is another file, and what begins as a program is one whatever it calls itself.
 */
export function kindOf(fileName: string, head: Uint8Array): ContentKind {
  const start = latin1(head.subarray(0, headBytes))
  const ending = endingOf(fileName)
  if (programs.has(ending) || runs(start)) return { kind: 'program', type: 'application/octet-stream' }
  const image = images.find(({ magic, names }) => names.includes(ending) && magic.test(start))
  if (image) return { kind: 'image', type: image.type }
  if (ending === 'pdf' && start.startsWith('%PDF-')) return { kind: 'pdf', type: 'application/pdf' }
  if (texts.has(ending) && isText(head.subarray(0, headBytes))) return { kind: 'text', type: 'text/plain' }
  return { kind: 'other', type: 'application/octet-stream' }
}

/** The last part of a name that came with a path, of whichever system; undefined when nothing of a name is left. */
export function lastPart(name: string): string | undefined {
  const last = name.split(/[\\/]/).at(-1)?.trim() ?? ''
  return /^\.*$/.test(last) || last.length > 255 ? undefined : last
}

/** A program for Windows has a zero byte soon; a text that begins with MZ has none. */
function runs(start: string): boolean {
  const isWindows = start.startsWith('MZ') && start.includes('\0')
  return isWindows || programMagic.test(start) || pageMagic.test(start.replace(/^\xef\xbb\xbf/, ''))
}

function endingOf(fileName: string): string {
  // Windows drops dots and spaces at the end of a name: `run.exe.` runs too.
  const [, ending = ''] = /\.([^.]+)[. ]*$/.exec(fileName.toLowerCase()) ?? []
  return ending
}

function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
}

/** UTF-8, or an older code without control characters; never anything with a zero byte. */
function isText(head: Uint8Array): boolean {
  return head.every((byte) => byte >= 32 || byte === 9 || byte === 10 || byte === 12 || byte === 13)
}
