import { z } from 'zod'

export interface DomainErrorSpec {
  readonly status: 400 | 401 | 403 | 404 | 409
  readonly data: z.ZodType
}
export type DomainErrorSpecs = Readonly<Record<string, DomainErrorSpec>>

/** One of several reasons of a refusal (conventions §4). */
export const Failure = z.looseObject({
  code: z.string(),
  field: z.string().optional(),
  ids: z.array(z.string()).optional(),
})
export type Failure = z.infer<typeof Failure>

/** What a refusal may carry: which fields, which records, and every reason when there are several. */
export const RefusalData = z.looseObject({
  entity: z.string().optional(),
  id: z.string().optional(),
  field: z.string().optional(),
  fields: z.array(z.string()).optional(),
  ids: z.array(z.string()).optional(),
  failures: z.array(Failure).optional(),
})
export type RefusalData = z.infer<typeof RefusalData>

/** A refusal the caller can understand: a code declared in the contract, with typed data. */
export class DomainError extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    readonly data: unknown,
  ) {
    super(code)
    this.name = 'DomainError'
  }
}

/** Makes the error to throw; `code` must be one of `specs` and `data` must match its schema. */
export function domainError<Code extends string, Specs extends Record<Code, DomainErrorSpec>>(
  specs: Specs,
  code: Code,
  data: z.input<Specs[Code]['data']>,
): DomainError {
  return new DomainError(code, specs[code].status, data)
}

type Refusals<Code extends string> = Record<Code, { readonly status: 409; readonly data: typeof RefusalData }>

/** Declares business refusals (409) that share the shape `RefusalData`. */
export function refusals<const Code extends string>(...codes: readonly Code[]): Refusals<Code> {
  return Object.fromEntries(codes.map((code) => [code, { status: 409, data: RefusalData }])) as Refusals<Code> // fromEntries forgets the keys
}

/** Makes the error of several failed rules: the first names it, all are listed (conventions §4). */
export function refuseAll(failures: readonly [Failure, ...Failure[]]): DomainError {
  const [first] = failures
  return new DomainError(first.code, 409, { ...first, failures })
}

const recordKey = { entity: z.string(), id: z.string() }

/** Errors any procedure may answer with (conventions §4). */
export const commonErrors = {
  INVALID_INPUT: {
    status: 400,
    data: z.object({
      issues: z.array(z.object({ path: z.array(z.union([z.string(), z.number()])), message: z.string() })),
    }),
  },
  REQUIRED: { status: 409, data: RefusalData },
  REASON_REQUIRED: { status: 409, data: RefusalData },
  SIGN_IN_REQUIRED: { status: 401, data: z.object({}) },
  FORBIDDEN: { status: 403, data: z.looseObject({ permission: z.string().optional() }) },
  NOT_FOUND: { status: 404, data: z.object(recordKey) },
  CONFLICT: {
    status: 409,
    data: z.object({
      ...recordKey,
      currentVersion: z.int(),
      fields: z.record(
        z.string(),
        z.object({ theirs: z.unknown().optional(), mine: z.unknown().optional() }),
      ),
    }),
  },
  ID_TAKEN: { status: 409, data: z.object(recordKey) },
  /** The disk is full, the folder cannot be written, another instance's transaction took too long: nothing is lost. */
  STORE_FULL: { status: 409, data: z.object({}) },
  STORE_READ_ONLY: { status: 409, data: z.object({}) },
  STORE_BUSY: { status: 409, data: z.object({}) },
  /** This part of the data cannot be read any more. */
  STORE_DAMAGED: { status: 409, data: z.object({}) },
  MODULE_OFF: { status: 409, data: z.object({ module: z.string() }) },
  IN_USE: {
    status: 409,
    data: z.looseObject({
      ...recordKey,
      counts: z.record(z.string(), z.int()),
      dependants: z.array(z.looseObject({ entity: z.string(), id: z.string() })).max(20),
    }),
  },
} as const satisfies DomainErrorSpecs
