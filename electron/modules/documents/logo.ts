import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { outcome, type Outcome } from '../../db/changeLog'
import { domainError } from '../../shared/contract/domainError'
import {
  logoBytes,
  logoErrors,
  type documentsContract,
  type Logo,
  type LogoType,
} from '../../shared/contract/documents'
import type { Company } from '../../shared/contract/people'
import { bytesOfBase64 } from '../files/index'
import type { DocumentsDeps } from './documents.deps'
import type { StoredImage } from './images.repository'
import { logoOf } from './layout'
import { renderPdf, type Images } from './renderPdf'

type Input<Name extends keyof typeof documentsContract> = z.output<
  NonNullable<(typeof documentsContract)[Name]['~orpc']['inputSchema']>
>

/** Where the content of images is read. */
export interface ImageSource {
  readonly images: { find(sha256: string): StoredImage | undefined }
}

const magics: readonly { readonly type: LogoType; readonly magic: RegExp }[] = [
  { type: 'image/png', magic: /^\x89PNG\r\n/ },
  { type: 'image/jpeg', magic: /^\xff\xd8\xff/ },
]

/** The company's logo with its content, where it has one. */
export function getLogo({ company, images }: DocumentsDeps): { logo?: Logo } {
  const sha256 = company().logoSha256
  const image = sha256 === undefined ? undefined : images.find(sha256)
  if (!image || sha256 === undefined) return {}
  return { logo: { sha256, type: image.type, content: image.content.toString('base64') } }
}

/** The images that a document names, as the layout engine takes them. */
export function imagesOf({ images }: ImageSource, sha256: string | undefined): Images {
  const image = sha256 === undefined ? undefined : images.find(sha256)
  return image && sha256 !== undefined ? { [sha256]: addressOf(image) } : {}
}

function addressOf({ content, type }: StoredImage): string {
  return `data:${type};base64,${content.toString('base64')}`
}

/**
 * Reads an image as the documents will: what cannot be printed does not become the logo.
 *
 * @throws LOGO_TOO_LARGE, LOGO_NOT_READABLE
 */
export async function readLogo({ content: given }: Input<'setLogo'>): Promise<StoredImage> {
  const content = bytesOfBase64(given)
  if (content.length > logoBytes)
    throw domainError(logoErrors, 'LOGO_TOO_LARGE', { field: 'content', limit: logoBytes })
  const head = content.subarray(0, 8).toString('latin1')
  const type = magics.find(({ magic }) => magic.test(head))?.type
  if (type === undefined || !(await isPrintable({ content, type })))
    throw domainError(logoErrors, 'LOGO_NOT_READABLE', { field: 'content' })
  return { content, type }
}

async function isPrintable(image: StoredImage): Promise<boolean> {
  const paper = { header: () => '', content: () => [logoOf('logo')], footer: () => '' }
  const info = { title: '', author: '', language: 'en', creationDate: new Date(0) }
  return renderPdf([paper], { ...info, images: { logo: addressOf(image) } }).then(
    () => true,
    () => false, // what the layout engine cannot read, whatever the reason
  )
}

/** Puts an image that was read on the documents of the company. */
export function setLogo(
  { companies, company, images }: DocumentsDeps,
  { expectedVersion }: Input<'setLogo'>,
  image: StoredImage,
): Outcome<Company> {
  const sha256 = createHash('sha256').update(image.content).digest('hex')
  const before = companies.expect(company().id, expectedVersion)
  images.keep(sha256, image)
  const { record, changes } = companies.update(before, { ...before, logoSha256: sha256 })
  return outcome(record, changes)
}

/** Takes the logo off the documents; frozen reports keep theirs. */
export function removeLogo(
  { companies, company }: DocumentsDeps,
  { expectedVersion }: Input<'removeLogo'>,
): Outcome<Company> {
  const { logoSha256: _removed, ...rest } = companies.expect(company().id, expectedVersion)
  const { record, changes } = companies.update(company(), rest)
  return outcome(record, changes)
}
