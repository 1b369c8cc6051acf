import type { Alert } from '@contract/alerts'
import { useI18n } from 'vue-i18n'
import { saveFile } from '@/composables/saveFile'
import { useFormat } from '@/composables/useFormat'

/** What an alert says, in the user's language. */
export function useAlertText() {
  const { t } = useI18n()
  const format = useFormat()

  function textOf({ days, dueAt, dueOn, event, field = '' }: Alert): string {
    const name = t(`alerts.field.${field === '' ? 'status' : field}`)
    const date = dueOn === undefined ? '' : format.date(dueOn)
    const moment = dueAt === undefined ? date : format.instant(dueAt)
    if (field === 'slaWarning' || field === 'slaBreach') return t(`alerts.said.${field}`, { date: moment })
    if (days !== undefined) return t('alerts.said.expires', { days, date })
    if (event === 'threshold' && dueAt !== undefined) return t('alerts.said.inStage', { date: moment })
    return t(`alerts.said.${event}`, { field: name, date: moment })
  }

  /** The alert as a mail that is ready to be sent. */
  function saveMail(alert: Alert): void {
    const subject = t('alerts.mail.subject', { number: alert.number, text: textOf(alert) })
    const lines = [
      `${alert.number} ${alert.title}`,
      textOf(alert),
      t('alerts.mail.rule', { name: alert.ruleName }),
    ]
    saveFile(mailOf(subject, lines.join('\r\n')), `${alert.number}.eml`, 'message/rfc822')
  }
  return { textOf, saveMail }
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}

const wordLetters = 12
/** A header in encoded words that split no letter (RFC 2047). */
function encodedWords(text: string): string {
  const letters = [...text]
  const words: string[] = []
  for (let at = 0; at < letters.length; at += wordLetters)
    words.push(`=?utf-8?B?${base64(letters.slice(at, at + wordLetters).join(''))}?=`)
  return words.join('\r\n ')
}

/** An unsent mail of plain text (RFC 5322). */
export function mailOf(subject: string, text: string): string {
  return [
    `Subject: ${encodedWords(subject)}`,
    'X-Unsent: 1',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    base64(text).replaceAll(/.{76}(?=.)/g, '$&\r\n'),
    '',
  ].join('\r\n')
}
