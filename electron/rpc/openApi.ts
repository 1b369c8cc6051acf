import { OpenAPIGenerator, type OpenAPI } from '@orpc/openapi'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import { z } from 'zod'
import { version } from '../../package.json'
import { contract } from '../shared/contract/index'

const files = import.meta.glob<Record<string, unknown>>('../shared/contract/*.ts', { eager: true })

/** Every schema the contract's files export, by its name. */
function namedSchemas(): Record<string, { schema: z.ZodType }> {
  const exported = Object.values(files).flatMap((file) => Object.entries(file))
  return Object.fromEntries(
    exported.flatMap(([name, schema]) => (schema instanceof z.ZodType ? [[name, { schema }] as const] : [])),
  )
}

/**
 * The contract as OpenAPI 3.1: one POST a procedure, `operationId` is `<capability>.<procedure>`, each exported schema a
 * component.
 */
export function openApi(url: string): Promise<OpenAPI.Document> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  return generator.generate(contract, {
    info: { title: 'Aftercare', version },
    servers: [{ url }],
    security: [{ token: [] }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    commonSchemas: { ...namedSchemas(), UndeclaredError: { error: 'UndefinedError' } },
  })
}
