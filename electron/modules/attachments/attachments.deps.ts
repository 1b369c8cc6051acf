import type { z } from 'zod'
import type { attachmentsContract } from '../../shared/contract/attachments'
import type { FilesRepository } from '../files/index'
import type { AttachmentsRepository } from './attachments.repository'
import type { Owners } from './owners'

/** What notes and attachments need of the rest. */
export interface AttachmentsDeps {
  readonly repository: AttachmentsRepository
  readonly owners: Owners
  readonly files: Pick<FilesRepository, 'complete' | 'find' | 'parts' | 'remove'>
  readonly userName: (id: string) => string | undefined
}

export type Input<Name extends keyof typeof attachmentsContract> = z.output<
  NonNullable<(typeof attachmentsContract)[Name]['~orpc']['inputSchema']>
>
