import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { textsOf } from '../../electron/modules/documents/texts'
import type { DocumentFile } from '../../electron/shared/contract/documents'
import { Language } from '../../electron/shared/contract/session'
import { setUp, type TestApp } from '../support/app'
import { approvedEstimate, example8, repairOf, sentEstimate, type RepairPlace } from '../support/estimates'
import { hours, refOf } from '../support/orders'
import { textOfPdf } from '../support/pdfText'

const note = 'Smells of smoke, says he did nothing'
const told = 'The valve was worn and is replaced.'

let app: TestApp
let place: RepairPlace
beforeEach(async () => {
  app = setUp()
  place = await repairOf(app, undefined, { title: 'Runs hot', note, customerText: told })
})
afterEach(() => app.close())

async function textOf({ fileId }: DocumentFile): Promise<string> {
  const { content } = await app.owner.files.getChunk({ fileId, offset: 0 })
  return textOfPdf(Buffer.from(content, 'base64')).join('')
}

describe('documents of a repair', () => {
  it.each(Language.options)('R12-11: the estimate is written in %s', async (language) => {
    const estimate = await sentEstimate(app, place, { lines: example8(place.branch) })
    const made = { kind: 'estimate', recordId: estimate.id, language } as const
    const file = await app.owner.documents.getDocument(made)
    const text = await textOf(file)

    expect(file.fileName).toContain(textsOf(language)('estimate'))
    expect(text).toContain(`${place.line.number}/1`)
    for (const key of ['estimate', 'validUntil', 'unitPrice', 'approvalSignature'] as const)
      expect(text).toContain(textsOf(language)(key))
  })

  it('08 §2.4: it has the lines with quantity, price, discount and amount, total and last day, no internal note', async () => {
    const estimate = await sentEstimate(app, place, { lines: example8(place.branch) })
    const text = await textOf(
      await app.owner.documents.getDocument({ kind: 'estimate', recordId: estimate.id }),
    )

    for (const shown of ['1.50', '950.00', '1,425.00', '349.90', '10.00', '629.82', '2,054.82', '01/04/2026'])
      expect(text).toContain(shown)
    expect(text).toContain(told)
    expect(text).not.toContain(note)
  })

  it('08 §2.4: an approved estimate names who approved it, in place of the line to sign', async () => {
    const estimate = await approvedEstimate(app, place, { lines: example8(place.branch) })
    const text = await textOf(
      await app.owner.documents.getDocument({ kind: 'estimate', recordId: estimate.id }),
    )
    expect(text).toContain('Ola Nordmann')
    expect(text).not.toContain(textsOf('en')('approvalSignature'))
  })

  it('08 §2.2: the work receipt says what customers are told of a repair, not the internal note', async () => {
    const order = await app.owner.orders.addLine({ ...refOf(place.order), ...hours(place.branch) })
    const text = await textOf(
      await app.owner.documents.getDocument({ kind: 'workReceipt', recordId: order.id }),
    )
    expect(text).toContain(told)
    expect(text).not.toContain(note)
  })

  it('12 §4: the mail with an estimate has it attached; a technician of other orders gets none', async () => {
    const estimate = await sentEstimate(app, place, { lines: example8(place.branch) })
    const mail = await app.owner.documents.getMailDraft({ kind: 'estimate', recordId: estimate.id })
    expect(mail.fileName).toMatch(/\.eml$/)
    const technician = await app.as('technician')
    await expect(
      technician.documents.getDocument({ kind: 'estimate', recordId: estimate.id }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})
