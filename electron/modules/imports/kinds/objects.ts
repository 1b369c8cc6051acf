import { mintId } from '../../../db/ids'
import type { Failure } from '../../../shared/contract/domainError'
import { ObjectId } from '../../../shared/contract/id'
import { ObjectStatus, ServiceObject } from '../../../shared/contract/objects'
import {
  objectFailures,
  warrantyUntil,
  withDefaults,
  type ObjectsDeps,
  type StoredObject,
} from '../../objects/index'
import { judged, reportFailures, reportIssues, type References } from '../references'
import type { RowReader } from '../rowReader'
import { objectColumns, targetsOf } from '../sheets/columns'
import { mappedFields, settle, type CheckContext, type KindSpec, type LateFinding } from './kind'

/** A row that names a parent which the file brings later. */
interface Waiting {
  readonly line: number
  readonly object: StoredObject
  readonly before: StoredObject | undefined
}

const statuses = Object.fromEntries(ObjectStatus.options.map((status) => [status.toLowerCase(), status]))

/** Service objects by number, with the rules of their own commands (R01-26, 02 §2.4). */
export function objectsKind(objects: ObjectsDeps, references: () => References): KindSpec {
  return {
    targets: targetsOf(objectColumns, 'number', 'description'),
    keyTarget: 'number',
    reads: ['customer', 'site', 'item', 'productCategory', 'objectGroup', 'setting'],
    open(context) {
      const { act } = context
      const refs = references()
      const file = createFileObjects(objects)
      const thisYear = Number(objects.localDate(act.caller.officeId, act.at).slice(0, 4))
      return {
        key: (row) => row.text('number'),
        check(row) {
          if (!act.caller.permissions.has('objects.write')) row.fail('FORBIDDEN')
          const number = row.text('number')
          const existing = number === undefined ? undefined : file.stored(number)
          const given = { ...mappedFields(row, plainFields(row)), ...referencesOf(row, refs, file, existing) }
          if (number === undefined || row.hasErrors) return undefined
          const { emptyClears } = context
          const settled = settle({ entity: 'object', existing, given, defaults: {}, emptyClears })
          const effect = settled.effects?.[0]
          if (!effect) return settled
          const object = completed(row, objects, context, {
            existing,
            fields: effect.record,
            id: file.idOf(number),
          })
          if (!object) return undefined
          const failures = judged(row, false, () => file.add(row.line, object, existing, thisYear)) ?? []
          reportFailures(row, failures, false)
          return { ...settled, recordId: object.id, effects: [{ ...effect, record: { ...object } }] }
        },
        finish: () => file.finish(thisYear),
      }
    },
  }
}

function plainFields(row: RowReader): Record<string, unknown> {
  return {
    number: row.text('number'),
    description: row.text('description'),
    serialNumber: row.text('serialNumber'),
    tangible: row.flag('tangible'),
    brand: row.text('brand'),
    model: row.text('model'),
    yearOfManufacture: row.decimal('yearOfManufacture', 0),
    isYearEstimated: row.flag('isYearEstimated'),
    installedDate: row.date('installedDate'),
    warrantyStart: row.date('warrantyStart'),
    productWarrantyMonths: row.decimal('productWarrantyMonths', 0),
    repairWarrantyMonths: row.decimal('repairWarrantyMonths', 0),
    status: row.choice('status', statuses, 'INVALID_INPUT'),
    readingUnit: row.text('readingUnit'),
  }
}

function referencesOf(
  row: RowReader,
  refs: References,
  file: FileObjects,
  existing: StoredObject | undefined,
): Record<string, unknown> {
  const customer = refs.customer(row, 'customer')
  const customerId = row.text('customer') === undefined ? existing?.customerId : customer?.id
  const parent = row.text('parentObject')
  const ids = {
    group: refs.objectGroup(row, 'group')?.id,
    customer: customer?.id,
    site: refs.site(row, 'site', customerId, existing?.siteId)?.id,
    item: refs.item(row, 'item')?.id,
    productCategory: refs.productCategory(row, 'productCategory')?.id,
    parentObject: parent === undefined ? undefined : file.idOf(parent),
  }
  const mapped = Object.entries(ids).filter(([target]) => row.isMapped(target))
  return Object.fromEntries(mapped.map(([target, id]) => [`${target}Id`, id]))
}

const StoredFields = ServiceObject.omit({ version: true })

/** The object with its defaults and what follows from its fields; undefined where they have a wrong form. */
function completed(
  row: RowReader,
  objects: ObjectsDeps,
  { act }: CheckContext,
  { existing, fields, id }: { existing: StoredObject | undefined; fields: object; id: ObjectId },
): StoredObject | undefined {
  const flags = existing ? {} : { tangible: true, isYearEstimated: false, status: 'inService' }
  const { data, error } = StoredFields.safeParse({ ...flags, ...fields, id: existing?.id ?? id })
  reportIssues(row, error, false)
  if (!data) return undefined
  if (existing) return { ...data, version: existing.version, warrantyUntil: warrantyUntil(data) }
  const status = row.text('status') === undefined ? undefined : data.status
  const made = judged(row, false, () => withDefaults(objects, act, { ...data, status }))
  return made && { ...made, number: data.number }
}

/** The objects of the store with those of the file, which may name each other in any order. */
function createFileObjects(objects: ObjectsDeps) {
  const { repository } = objects
  const ids = new Map<string, ObjectId>()
  const added = new Map<string, StoredObject>()
  const serials = new Map<string, string>()
  const waiting: Waiting[] = []

  const deps: ObjectsDeps = {
    ...objects,
    repository: {
      ...repository,
      objects: { ...repository.objects, get: (id) => added.get(id) ?? repository.objects.get(id) },
      holderOf: (itemId, serial) => serials.get(`${itemId}/${serial}`) ?? repository.holderOf(itemId, serial),
    },
  }

  function stored(number: string): StoredObject | undefined {
    return repository.objects.where('number', number)[0]
  }

  /** Whether all that an object stands in is there; the file may bring it later. */
  function isWhole({ id, parentObjectId }: StoredObject): boolean {
    const seen = new Set<string>([id])
    let above: string | undefined = parentObjectId
    while (above !== undefined && !seen.has(above)) {
      seen.add(above)
      const parent: StoredObject | undefined = added.get(above) ?? repository.objects.find(above)
      if (!parent) return false
      above = parent.parentObjectId
    }
    return true
  }

  return {
    stored,
    /** The id of the object of a number, also of one that the file has yet to bring. */
    idOf(number: string): ObjectId {
      const id = ids.get(number) ?? stored(number)?.id ?? ObjectId.parse(mintId())
      ids.set(number, id)
      return id
    },
    /** Adds a row's object; answers what is wrong with it. */
    add(line: number, object: StoredObject, before: StoredObject | undefined, thisYear: number): Failure[] {
      added.set(object.id, object)
      const whole = isWhole(object)
      if (!whole) waiting.push({ line, object, before })
      const failures = objectFailures(
        deps,
        whole ? object : { ...object, parentObjectId: undefined },
        thisYear,
        before,
      )
      const { itemId, serialNumber, status } = object
      if (itemId !== undefined && serialNumber !== undefined && status !== 'scrapped')
        serials.set(`${itemId}/${serialNumber}`, object.id)
      return failures
    },
    /** What is wrong with rows whose parent came after them, or not at all. */
    finish(thisYear: number): LateFinding[] {
      return waiting.flatMap(({ before, line, object }): LateFinding[] => {
        const at = { line, severity: 'error', field: 'parentObject' } as const
        if (!isWhole(object)) return [{ ...at, code: 'UNKNOWN_REFERENCE' }]
        return objectFailures(deps, object, thisYear, before)
          .filter(({ field }) => field === 'parentObjectId')
          .map(({ code }) => ({ ...at, code }))
      })
    },
  }
}
type FileObjects = ReturnType<typeof createFileObjects>
