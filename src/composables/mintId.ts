import { v7 } from 'uuid'
import type { z } from 'zod'

/** A new id of the entity whose schema is given: who creates a record mints its id (conventions §2). */
export function mintId<Id extends z.ZodType<string>>(schema: Id): z.output<Id> {
  return schema.parse(v7())
}
