import { contract } from '@contract/index'
import { OrderId, RepairLineId } from '@contract/id'
import type { ServiceObject } from '@contract/objects'
import { z } from 'zod'
import { inputOf } from '@/composables/contract'
import { issueText } from '@/composables/issues'
import { mintId } from '@/composables/mintId'
import { refusalText, type Refusal } from '@/composables/refusal'
import { withoutEmpty } from '@/composables/useContractForm'
import { client } from '@/rpc/client'

const text = z.string().nullish()

/** One repair as it is taken in: its object and what the customer says (08 §5). */
export const IntakeLine = z.object({
  id: RepairLineId,
  objectId: text,
  conditionId: text,
  symptomAreaId: text,
  symptomCodeId: text,
  title: text,
  note: text,
  technicianId: text,
  reportedAt: z.number().nullish(),
})
export type IntakeLine = z.infer<typeof IntakeLine>

/** The order that takes the repairs. */
export const IntakeOrder = z.object({
  id: OrderId,
  customerId: text,
  siteId: text,
  contactId: text,
  description: text,
  priority: text,
  customerReference: text,
})
export type IntakeOrder = z.infer<typeof IntakeOrder>

/** What stands beside the fields, by where they are: `lines.1.symptomCodeId`, `order.customerId`. */
export type IntakeProblems = ReadonlyMap<string, string>

export const newIntakeLine = (): IntakeLine => ({ id: mintId(RepairLineId) })
export const newIntakeOrder = (): IntakeOrder => ({ id: mintId(OrderId) })

const input = inputOf(contract.repair.createIntake)
export type Intake = z.output<typeof input>

/** A line that was begun by mistake: it has neither an object nor a word. */
export function isBlank(line: IntakeLine): boolean {
  const { id: _id, ...typed } = line
  return Object.values(withoutEmpty(typed)).every((value) => value === undefined)
}

/** What is sent, or the problems at their fields; blank lines behind the first are left out. */
export function readIntake(
  order: IntakeOrder,
  lines: readonly IntakeLine[],
): { intake: Intake; problems?: never } | { intake?: never; problems: IntakeProblems } {
  const parsed = input.safeParse({ order: withoutEmpty(order), lines: lines.map(withoutEmpty) })
  if (parsed.success) return { intake: parsed.data }
  return {
    problems: new Map(parsed.error.issues.map((issue) => [issue.path.join('.'), issueText(issue)])),
  }
}

/** Fields that belong to a line; a refusal that names them alone means the only line. */
const ofLines = new Set(Object.keys(IntakeLine.shape))

/** What the domain refuses, at its line and field; what names none of them is for the whole. */
export function problemsOf(
  { reasons }: Refusal,
  count: number,
): { readonly problems: IntakeProblems; readonly isWhole: boolean } {
  const problems = new Map<string, string>()
  let isWhole = false
  for (const { code, fields, values } of reasons) {
    const places = fields.flatMap((field) => placeOf(field, count))
    for (const place of places) problems.set(place, refusalText(code, values))
    if (places.length === 0) isWhole = true
  }
  return { problems, isWhole }
}

function placeOf(field: string, count: number): string[] {
  if (/^(lines\.\d+|order)\./.test(field)) return [field]
  if (field in IntakeOrder.shape) return [`order.${field}`]
  return count === 1 && ofLines.has(field) ? [`lines.0.${field}`] : []
}

/** The first line that has a problem. */
export function lineInTrouble(problems: IntakeProblems): number | undefined {
  const lines = [...problems.keys()].flatMap((place) => /^lines\.(\d+)/.exec(place)?.[1] ?? [])
  return lines.length === 0 ? undefined : Math.min(...lines.map(Number))
}

/** The problems of one line by field. */
export function problemsAt(problems: IntakeProblems, prefix: string): ReadonlyMap<string, string> {
  return new Map(
    [...problems]
      .filter(([place]) => place.startsWith(`${prefix}.`))
      .map(([place, problem]) => [place.slice(prefix.length + 1), problem]),
  )
}

/** Makes the order and its lines, all or none. */
export function takeIn(intake: Intake) {
  return client.repair.createIntake(intake)
}

/**
 * The objects that a scanned or typed text means: the one whose serial number or number it is, else all that it finds.
 */
export async function findObjects(words: string): Promise<readonly ServiceObject[]> {
  const wanted = words.trim()
  if (wanted === '') return []
  const { items } = await client.objects.listObjects({ text: wanted, limit: 8 })
  const same = (held: string | undefined) => held?.toLocaleLowerCase() === wanted.toLocaleLowerCase()
  const exact = items.filter(({ number, serialNumber }) => same(serialNumber) || same(number))
  return exact.length === 1 ? exact : items
}

export async function objectOf(objectId: string): Promise<ServiceObject> {
  const { shape } = inputOf(contract.objects.getObject)
  return client.objects.getObject({ objectId: shape.objectId.parse(objectId) })
}
