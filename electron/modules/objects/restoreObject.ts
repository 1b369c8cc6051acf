import { restored } from '../../db/restored'
import type { RestoreRules } from '../history/index'
import type { StoredObject } from './objects.repository'
import { warrantyUntil } from './warranty.rules'

/** What an undo says of objects: the end of the warranty follows from its start. */
export const restoreObjects: Readonly<Record<string, RestoreRules>> = {
  object: {
    complete: (_act, record) => ({ ...record, warrantyUntil: warrantyUntil(restored<StoredObject>(record)) }),
  },
}
