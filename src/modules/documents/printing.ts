import { saveBlob } from '@/composables/saveFile'
import type { MadeDocument } from './documents.files'

/** Whether this window shows PDF files; without, they are saved for another program. */
export function canShowPdf(): boolean {
  return navigator.pdfViewerEnabled
}

let frame: HTMLIFrameElement | undefined

/** Opens the print dialog with the document in a frame that nobody sees; saves it where a window cannot show PDFs. */
export function printDocument({
  blob,
  fileName,
}: Pick<MadeDocument, 'blob' | 'fileName'>): 'printed' | 'saved' {
  if (!canShowPdf()) {
    saveBlob(blob, fileName)
    return 'saved'
  }
  // The one before is needed until its dialog is closed, which nobody tells.
  frame?.remove()
  const made = document.createElement('iframe')
  made.className = 'ac-print-frame'
  made.setAttribute('aria-hidden', 'true')
  made.tabIndex = -1
  made.addEventListener('load', () => {
    URL.revokeObjectURL(made.src)
    made.contentWindow?.focus()
    made.contentWindow?.print()
  })
  made.src = URL.createObjectURL(blob)
  document.body.append(made)
  frame = made
  return 'printed'
}
