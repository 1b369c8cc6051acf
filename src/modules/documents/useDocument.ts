import type { DocumentKind } from '@contract/documents'
import type { Language } from '@contract/session'
import { computed, onBeforeUnmount, proxyRefs, ref, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { refusalOf, refusalText, type Refusal } from '@/composables/refusal'
import { saveBlob } from '@/composables/saveFile'
import { useSubmit } from '@/composables/useSubmit'
import { useToastsStore } from '@/stores/toasts.store'
import { isForCustomers, makeDocument, makeMail, type MadeDocument } from './documents.files'
import { canShowPdf, printDocument } from './printing'

interface DocumentSubject {
  readonly recordId: string
  /** The document is made anew when the record has changed. */
  readonly version: number
}

/** The document of a record that is chosen: made, shown, printed, saved, mailed. */
export function useDocument(subject: () => DocumentSubject, first: DocumentKind) {
  const { t } = useI18n()
  const toasts = useToastsStore()
  const kind = ref<DocumentKind>(first)
  const language = ref<Language>()
  const made = shallowRef<MadeDocument>()
  const address = ref<string>()
  const isMaking = ref(false)
  const refusal = shallowRef<Refusal>()
  let asked = 0
  let making: Promise<void> | undefined

  const choice = () => ({ kind: kind.value, recordId: subject().recordId, language: language.value })

  function forget(): void {
    if (address.value !== undefined) URL.revokeObjectURL(address.value)
    address.value = undefined
    made.value = undefined
  }

  async function make(): Promise<void> {
    const mine = ++asked
    isMaking.value = true
    refusal.value = undefined
    try {
      const document = await makeDocument(choice())
      if (mine !== asked) return
      forget()
      made.value = document
      address.value = URL.createObjectURL(document.blob)
    } catch (error) {
      if (mine !== asked) return
      forget()
      refusal.value = refusalOf(error)
    } finally {
      if (mine === asked) isMaking.value = false
    }
  }
  const remake = () => (making = make())

  const acts = useSubmit(async (act: 'print' | 'save' | 'mail') => {
    await making
    const document = made.value
    if (!document) return
    if (act === 'mail') return sendMail()
    if (act === 'save' || document.destination === 'pdfFolder') {
      save(document)
      return
    }
    const printed = document.copies > 1 ? await makeDocument(choice(), true) : document
    if (printDocument(printed) === 'saved') toasts.mention(t('documents.saved', { name: printed.fileName }))
  })

  function save(document: MadeDocument): void {
    saveBlob(document.blob, document.fileName)
    toasts.mention(t('documents.saved', { name: document.fileName }))
  }

  async function sendMail(): Promise<void> {
    const wanted = choice()
    if (isForCustomers(wanted.kind)) save(await makeMail({ ...wanted, kind: wanted.kind }))
  }

  /** What printing by key does: it goes where the print settings say; the preview is this page itself (R12-31). */
  async function printAsSet(): Promise<void> {
    await making
    if (made.value && made.value.destination !== 'preview') await acts.run('print')
  }

  watch([kind, language, () => subject().recordId, () => subject().version], remake, { immediate: true })
  onBeforeUnmount(forget)

  return proxyRefs({
    kind, language, made, isMaking, remake, printAsSet,
    act: acts.run,
    isActing: acts.isRunning,
    /** Shown where the window has a viewer, without its column of small pages. */
    shown: computed(() =>
      canShowPdf() && address.value !== undefined ? `${address.value}#navpanes=0&view=FitH` : undefined,
    ),
    mayMail: computed(() => isForCustomers(kind.value)),
    problem: computed(() => {
      const found = refusal.value ?? acts.refusal.value
      return found && refusalText(found.code, found.data)
    }),
  }) // prettier-ignore
}
