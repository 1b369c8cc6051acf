import type { LineType } from '@contract/agreements'
import type { CategoryId, ItemId } from '@contract/id'
import { client } from '@/rpc/client'
import { quantityFor, type TypedLine } from './quickLine'

/** What a typed line means here: a category or an item of the store, and what the words beside it say. */
export interface MeantLine {
  readonly type: LineType
  readonly quantity: number
  readonly price: number | undefined
  readonly categoryId?: CategoryId
  readonly itemId?: ItemId
  /** The category's or item's name. */
  readonly name: string
  readonly unit: string | undefined
  /** Words that are not its name. */
  readonly description: string | undefined
}

const one = { hour: 60, expense: 1_000, item: 1_000, fee: 1_000 } as const
const limit = 8

/** Finds what the words name; undefined when nothing does. An item's number comes first, then categories, then names. */
export async function resolveQuickLine(
  typed: TypedLine,
  wanted: LineType | undefined,
): Promise<MeantLine | undefined> {
  const type = wanted ?? typed.type
  if (type === 'item') return (await itemByNumber(typed)) ?? (await itemByName(typed))
  if (type !== undefined) return (await categoryOf(typed, type)) ?? (await defaultOf(typed, type))
  return (await itemByNumber(typed)) ?? (await categoryOf(typed, undefined)) ?? (await itemByName(typed))
}

async function itemByNumber(typed: TypedLine): Promise<MeantLine | undefined> {
  const [first = '', ...rest] = typed.words.split(' ')
  if (first === '') return undefined
  const { items } = await client.catalog.listItems({ text: first, limit, filter: { blocked: false } })
  const found = items.find(({ number }) => number.toLocaleLowerCase() === first.toLocaleLowerCase())
  return found && itemLine(typed, found, rest.join(' '))
}

async function itemByName(typed: TypedLine): Promise<MeantLine | undefined> {
  if (typed.words === '') return undefined
  const { items } = await client.catalog.listItems({
    text: typed.words,
    limit: 1,
    filter: { blocked: false },
  })
  const [found] = items
  return found && itemLine(typed, found, '')
}

type FoundItem = Awaited<ReturnType<typeof client.catalog.listItems>>['items'][number]

function itemLine(typed: TypedLine, { id, name, number, unitCode }: FoundItem, rest: string): MeantLine {
  return {
    type: 'item',
    quantity: quantityFor(typed, 'item') ?? one.item,
    price: undefined,
    itemId: id,
    name: `${number} ${name}`,
    unit: unitCode,
    description: rest === '' || includes(name, rest) ? undefined : rest,
  }
}

async function categoryOf(typed: TypedLine, type: LineType | undefined): Promise<MeantLine | undefined> {
  if (typed.words === '') return undefined
  const filter = { active: true, ...(type ? { type: [type] } : {}) }
  const { items } = await client.agreements.listCategories({ text: typed.words, limit, filter })
  const exact = items.find(({ code, name }) => isSame(code, typed.words) || isSame(name, typed.words))
  const found = exact ?? items.find((category) => category.type !== 'item')
  return found && categoryLine(typed, found, '')
}

/** The type's default category; the words describe the line. */
async function defaultOf(typed: TypedLine, type: LineType): Promise<MeantLine | undefined> {
  const filter = { type: [type], active: true, isDefault: true }
  const [found] = (await client.agreements.listCategories({ filter, limit: 1 })).items
  return found && categoryLine(typed, found, typed.words)
}

type FoundCategory = Awaited<ReturnType<typeof client.agreements.listCategories>>['items'][number]

function categoryLine(typed: TypedLine, { id, name, type }: FoundCategory, rest: string): MeantLine {
  return {
    type,
    quantity: quantityFor(typed, type) ?? one[type],
    price: typed.price,
    categoryId: id,
    name,
    unit: undefined,
    description: rest === '' ? undefined : rest,
  }
}

const isSame = (left: string, right: string) => left.toLocaleLowerCase() === right.toLocaleLowerCase()
const includes = (text: string, part: string) => text.toLocaleLowerCase().includes(part.toLocaleLowerCase())
