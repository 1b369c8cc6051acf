import type { Caller } from '../../db/act'
import type { ReportContent, ServiceReports } from '../orders/index'
import type { DocumentsDeps } from './documents.deps'
import { fileNameOf } from './format.rules'
import { renderWorkReceipt } from './getDocument'
import { languageOf, orderFacts, receiptOf } from './orderPapers'
import { printOf } from './printSettings'
import { WorkReceipt, type ReceiptSignature } from './snapshot'
import { textsOf } from './texts'

/** The frozen reports of sign-offs (R04-41): a work receipt of the signed lines, dated at the signature. */
export function createServiceReports(deps: DocumentsDeps): ServiceReports {
  function compose(
    caller: Caller,
    orderId: string,
    lineIds: readonly string[],
    signature: ReceiptSignature,
  ): ReportContent {
    const language = languageOf(deps, deps.order(caller, orderId))
    // Names of tasks are given in the language of whoever asks.
    const order = deps.order({ ...caller, language }, orderId)
    const { footer } = printOf(deps.repository, 'workReceipt', order.customerId, language)
    const lines = order.lines.filter(({ id }) => lineIds.includes(id))
    const receipt = receiptOf(
      { ...order, lines },
      orderFacts(deps, order, footer),
      deps.writtenNotes(orderId),
      deps.repairs.ofOrder(orderId),
    )
    const content = WorkReceipt.parse({ ...receipt, recordedAt: signature.at, signatures: [signature] })
    return { content, language }
  }

  return {
    compose,
    render: ({ content, language }, isVoid) =>
      renderWorkReceipt(deps, WorkReceipt.parse(content), language, isVoid),
    fileName: (number, language) => fileNameOf(number, textsOf(language)('workReceipt'), 'pdf'),
    keepFile: deps.keepFile,
  }
}
