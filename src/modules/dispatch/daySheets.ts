import type { WorkerId } from '@contract/id'
import { saveFile } from '@/composables/saveFile'
import { useSubmit } from '@/composables/useSubmit'
import { i18n } from '@/plugins/i18n'
import { printDocument } from '@/modules/documents'
import { client } from '@/rpc/client'
import { useToastsStore } from '@/stores/toasts.store'
import { Temporal } from 'temporal-polyfill'

interface MadeFile {
  readonly fileName: string
  readonly blob: Blob
}

/** The sheets of technicians for a date, as the store has the plan. */
async function makeSheets(workerIds: readonly WorkerId[], date: string): Promise<MadeFile> {
  const { fileName, pdf } = await client.dispatch.getDaySheets({ workerIds: [...workerIds], date })
  const bytes = Uint8Array.from(atob(pdf), (letter) => letter.charCodeAt(0))
  return { fileName, blob: new Blob([bytes], { type: 'application/pdf' }) }
}

/** Days that a calendar file from here holds. */
const calendarAhead = 30

/** What a technician takes along: the day on paper, and the calendar file of the next weeks. */
export function useDayFiles() {
  const toasts = useToastsStore()
  const said = (name: string) => toasts.mention(i18n.global.t('documents.saved', { name }))

  const print = useSubmit(async (workerIds: readonly WorkerId[], date: string) => {
    const made = await makeSheets(workerIds, date)
    if (printDocument(made) === 'saved') said(made.fileName)
  })
  const calendar = useSubmit(async (workerId: WorkerId, from: string) => {
    const to = Temporal.PlainDate.from(from).add({ days: calendarAhead }).toString()
    const { fileName, ics } = await client.dispatch.exportCalendar({ workerId, from, to })
    saveFile(ics, fileName, 'text/calendar')
    said(fileName)
  })
  return { print, calendar }
}
