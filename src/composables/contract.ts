import { z } from 'zod'

/** A procedure of the contract, as far as its input's schema goes. */
interface WithInput<Schema> {
  readonly '~orpc': { readonly inputSchema?: Schema | undefined }
}

/** The input schema of a procedure of the contract. */
export function inputOf<Schema extends z.ZodType>(procedure: WithInput<Schema>): Schema {
  const schema = procedure['~orpc'].inputSchema
  if (!schema) throw new Error('the procedure takes no input')
  return schema
}

type Fields<Shape> = Omit<Shape, 'id' | 'reason'>

/** The fields a form shows: what a create of the contract takes besides id and reason. */
export function fieldsOf<Shape extends { id: z.ZodType; reason: z.ZodType } & z.ZodRawShape>(
  create: WithInput<z.ZodObject<Shape>>,
): z.ZodObject<Fields<Shape>> {
  const { id: _id, reason: _reason, ...fields } = inputOf(create).shape
  return z.object(fields)
}
