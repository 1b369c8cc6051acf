import { attachmentBytes, inlineBytes, type Attachment, type Visibility } from '@contract/attachments'
import { AttachmentId } from '@contract/id'
import { computed, proxyRefs, ref, shallowRef } from 'vue'
import { client } from '@/rpc/client'
import { mintId } from './mintId'
import { refusalOf, type Refusal } from './refusal'
import { base64Of, partsOf, putFile } from './transferFile'
import { useAttached, type NotedRecord } from './useNotes'
import { useSubmit } from './useSubmit'

/** A file on its way to the record, or refused. */
export interface Upload {
  readonly key: string
  readonly name: string
  readonly size: number
  readonly arrived: number
  readonly refusal?: Refusal
}

/** The content of an attachment under the type that the domain found safe to show. */
export async function readAttachment(attachmentId: AttachmentId): Promise<Blob> {
  const { fileId, type } = await client.attachments.getContent({ attachmentId })
  return new Blob(await partsOf(fileId), { type })
}

/** The attachments of a record, and the files that are on their way to it. */
export function useAttachments(record: () => NotedRecord) {
  const list = useAttached<Attachment>('attachment', record, (of, after) =>
    client.attachments.listAttachments({ ...of, ...(after === undefined ? {} : { after }) }),
  )
  const visibility = ref<Visibility>('internal')
  const uploads = shallowRef<readonly Upload[]>([])
  let queue = Promise.resolve()

  function tell(key: string, change: Partial<Upload>): void {
    uploads.value = uploads.value.map((upload) => (upload.key === key ? { ...upload, ...change } : upload))
  }
  function dismiss(key: string): void {
    uploads.value = uploads.value.filter((upload) => upload.key !== key)
  }

  /** Attaches files, one after the other; one that is too large does not begin to travel. */
  function take(files: Iterable<File>): void {
    const to = { ...record(), visibility: visibility.value }
    for (const file of files) {
      const key = mintId(AttachmentId)
      const refused = file.size > attachmentBytes ? { refusal: plain('ATTACHMENT_TOO_LARGE') } : {}
      uploads.value = [...uploads.value, { key, name: file.name, size: file.size, arrived: 0, ...refused }]
      if (!('refusal' in refused)) queue = queue.then(() => send(key, file, to))
    }
  }

  async function send(
    id: AttachmentId,
    file: File,
    to: NotedRecord & { visibility: Visibility },
  ): Promise<void> {
    try {
      const content =
        file.size > inlineBytes
          ? { fileId: await putFile(file, (arrived) => tell(id, { arrived })) }
          : { content: await base64Of(file) }
      await client.attachments.addAttachment({ id, ...to, fileName: file.name, ...content })
      dismiss(id)
      await list.reload()
    } catch (error) {
      tell(id, { refusal: error instanceof DOMException ? plain('ATTACHMENT_UNREADABLE') : refusalOf(error) })
    }
  }

  const removal = useSubmit(async ({ id, version }: Attachment) => {
    await client.attachments.deleteAttachment({ attachmentId: id, expectedVersion: version })
    await list.reload()
  })

  async function addLink(link: string, fileName: string | undefined, seen: Visibility): Promise<void> {
    const { host, pathname } = new URL(link)
    const name = fileName ?? `${host}${pathname === '/' ? '' : pathname}`.slice(0, 255)
    const id = mintId(AttachmentId)
    await client.attachments.addAttachment({ id, ...record(), fileName: name, link, visibility: seen })
    await list.reload()
  }

  return proxyRefs({
    ...list,
    ...{ visibility, uploads, take, dismiss, addLink },
    isUploading: computed(() => uploads.value.some(({ refusal }) => refusal === undefined)),
    ...{ remove: removal.run, isRemoving: removal.isRunning, removeRefusal: removal.refusal },
  })
}
export type Attachments = ReturnType<typeof useAttachments>

function plain(code: string): Refusal {
  return { code, data: {}, reasons: [{ code, fields: ['content'], values: {} }] }
}
