import type { z } from 'zod'
import type { Act, Caller, JobControl } from '../../db/act'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import type { DocumentFile, DocumentKind, documentsContract } from '../../shared/contract/documents'
import type { Order } from '../../shared/contract/orders'
import type { Language } from '../../shared/contract/session'
import type { DocumentsDeps } from './documents.deps'
import { fileNameOf } from './format.rules'
import { imagesOf, type ImageSource } from './logo'
import { mailDraft } from './mailDraft'
import {
  deliveryOf,
  descriptionOf,
  estimateOf,
  languageOf,
  orderFacts,
  receiptOf,
  statusOf,
} from './orderPapers'
import { deliveryNote, orderStatus, repairEstimate, workDescription, workReceipt } from './papers'
import { printOf, type EffectivePrint } from './printSettings'
import { renderPdf, type Paper } from './renderPdf'
import type { OrderFacts, WorkReceipt } from './snapshot'
import { textsOf } from './texts'

type Input<Name extends keyof typeof documentsContract> = z.output<
  NonNullable<(typeof documentsContract)[Name]['~orpc']['inputSchema']>
>

/** A document before it is rendered. */
interface Draft {
  readonly paper: Paper
  readonly facts: OrderFacts
  readonly language: Language
  readonly title: string
  readonly print: EffectivePrint
  readonly order: Order
  /** The order's, or that of the delivery note. */
  readonly number: string
}

interface Asked {
  readonly kind: DocumentKind
  readonly recordId: string
  readonly language?: Language | undefined
}

/** Throws NOT_FOUND; FORBIDDEN out of the caller's reach and for a wall board, which is shown no more than its fields. */
function draftOf(deps: DocumentsDeps, act: Act, { kind, language, recordId }: Asked): Draft {
  const { at, caller } = act
  if (caller.permissions.get('orders.read') === 'board')
    throw domainError(commonErrors, 'FORBIDDEN', { permission: 'orders.read' })
  const note = kind === 'deliveryNote' ? deps.notes.findNote(recordId) : undefined
  const offer = kind === 'estimate' ? deps.repairs.estimate(act, recordId) : undefined
  const orderId = note?.orderId ?? offer?.repair.orderId ?? recordId
  const seen = deps.order(caller, orderId)
  const own = language ?? languageOf(deps, seen)
  // Names of stages are given in the language of whoever asks.
  const order = deps.order({ ...caller, language: own }, orderId)
  const written = deps.writtenNotes(orderId)
  const print = printOf(deps.repository, kind, order.customerId, own)
  const facts = orderFacts(deps, order, print.footer)
  const title = textsOf(own)(kind)
  const estimate = offer && estimateOf(order, facts, offer)
  const number = note?.number ?? estimate?.estimateNumber ?? order.number
  return { paper: paperOf(), facts, language: own, title, print, order, number }

  function paperOf(): Paper {
    switch (kind) {
      case 'workDescription':
        return workDescription(descriptionOf(order, facts, written), own)
      case 'workReceipt':
        return workReceipt(receiptOf(order, facts, written, deps.repairs.ofOrder(order.id)), own)
      case 'orderStatus':
        return orderStatus(statusOf(order, facts, written, at), own)
      case 'estimate':
        if (!estimate) throw new Error('an estimate was asked for')
        return repairEstimate(estimate, own)
      case 'deliveryNote':
        return deliveryNote(deliveryOf(order, facts, deps.notes.notesOf(order.id), note), own)
    }
  }
}

function render(
  deps: ImageSource,
  papers: readonly Paper[],
  { company, number, recordedAt }: OrderFacts,
  language: Language,
  title: string,
  mark?: string,
) {
  return renderPdf(papers, {
    mark,
    images: imagesOf(deps, company.logo),
    title: `${title} ${number}`,
    author: company.name,
    language,
    creationDate: new Date(recordedAt),
  })
}

/** Makes a document in the customer's language and keeps it as a file of the caller (12 §4). */
export async function getDocument(
  deps: DocumentsDeps,
  act: Act,
  input: Input<'getDocument'>,
): Promise<DocumentFile> {
  const { facts, language, number, paper, print, title } = draftOf(deps, act, input)
  const papers = input.isForPrinter ? Array.from({ length: print.copies }, () => paper) : [paper]
  const bytes = await render(deps, papers, facts, language, title)
  return kept(deps, act, { bytes, name: fileNameOf(number, title, 'pdf'), language, print })
}

/** A mail to the order's contact with the document attached, as a file that a mail program opens (R12-24). */
export async function getMailDraft(
  deps: DocumentsDeps,
  act: Act,
  input: Input<'getMailDraft'>,
): Promise<DocumentFile> {
  const { facts, language, number, order, paper, print, title } = draftOf(deps, act, input)
  const t = textsOf(language)
  const said = { title, number }
  const mail = mailDraft({
    to: order.contactEmail,
    subject: t('mailSubject', said),
    text: [t('mailGreeting'), t('mailText', said), `${t('mailClosing')}\n${facts.company.name}`].join('\n\n'),
    fileName: fileNameOf(number, title, 'pdf'),
    content: await render(deps, [paper], facts, language, title),
  })
  const name = fileNameOf(number, title, 'eml')
  return kept(deps, act, { bytes: Buffer.from(mail, 'utf8'), name, language, print })
}

/** The documents of several records in one file, each in its customer's language; a job. */
export async function* getDocuments(
  deps: DocumentsDeps,
  { caller, progress, startedAt }: JobControl,
  { kind, recordIds }: Input<'getDocuments'>,
): AsyncGenerator<void, DocumentFile> {
  const act = { at: startedAt, caller }
  const drafts: Draft[] = []
  for (const recordId of recordIds) {
    drafts.push(draftOf(deps, act, { kind, recordId }))
    progress(drafts.length, recordIds.length)
    yield
  }
  const [first] = drafts
  if (!first) throw new Error('a batch has at least one record')
  const papers = drafts.flatMap(({ paper, print }) => Array.from({ length: print.copies }, () => paper))
  const bytes = await render(deps, papers, first.facts, first.language, first.title)
  const number = drafts.length === 1 ? first.number : `${first.number} +${String(drafts.length - 1)}`
  const name = fileNameOf(number, first.title, 'pdf')
  return kept(deps, act, { bytes, name, language: first.language, print: first.print })
}

interface Made {
  readonly bytes: Uint8Array
  readonly name: string
  readonly language: Language
  readonly print: EffectivePrint
}

function kept(deps: DocumentsDeps, { at, caller }: { at: number; caller: Caller }, made: Made): DocumentFile {
  const { bytes, language, name, print } = made
  const file = deps.keepFile({ userId: caller.userId, name, bytes, at })
  return { ...file, language, copies: print.copies, destination: print.destination }
}

/**
 * Renders a work receipt from plain data, for the frozen report of a sign-off (R04-41): the same snapshot and language
 * give the same bytes. Of a revoked sign-off it is marked void on every page (R04-42).
 */
export function renderWorkReceipt(
  deps: ImageSource,
  receipt: WorkReceipt,
  language: Language,
  isVoid = false,
): Promise<Uint8Array> {
  const t = textsOf(language)
  const mark = isVoid ? t('void') : undefined
  return render(deps, [workReceipt(receipt, language)], receipt, language, t('workReceipt'), mark)
}
