import { Procedure } from '@orpc/server'
import type { z } from 'zod'
import { originOf, type Act, type Caller } from '../db/act'
import type { EntityChange, Outcome } from '../db/changeLog'
import type { Db } from '../db/database'
import { createUnitOfWork, type Write, type WriteLocal } from '../db/unitOfWork'
import type { ChangeEvent } from '../shared/contract/changes'
import { metaOf, type DirectClient } from '../shared/contract/index'
import { Permission } from '../shared/contract/permission'
import type { CallContext } from './callContext'

/** Where the program acts as its users, one act after the other, at a time of its own. */
export interface Desk {
  /** The procedures as this user: input, right and rules as for every call. */
  as(caller: Caller): DirectClient
  /** One of them by its path, as text of the contract names it. */
  readonly ask: (caller: Caller, path: readonly string[], input: unknown) => unknown
  readonly write: Write
}
export interface DeskOptions {
  readonly now: () => number
  /** Told of every act inside the transaction that the acts share. */
  readonly publish: (events: readonly ChangeEvent[]) => void
}
export type OpenDesk = (options: DeskOptions) => Desk

interface DeskDeps {
  readonly db: Db
  readonly local: WriteLocal
  /** Of the unit of work. */
  readonly beforeCommit: () => void
  readonly procedures: () => object
}

/** Calls procedures without waiting, so that many acts, each with its log entry, share one transaction. */
export function createOpenDesk({ db, local, beforeCommit, procedures }: DeskDeps): OpenDesk {
  return ({ now, publish }) => {
    const { write } = createUnitOfWork({ db, now, publish, beforeCommit })
    const contextOf = (caller: Caller): CallContext => ({
      caller,
      write: (command, { reason }, useCase) =>
        write({ command, origin: originOf(caller), reason, useCase: (at) => useCase({ at, caller }) }),
      writeAs: write,
      local,
      now,
      startJob: () => {
        throw new Error('a job cannot be part of a transaction')
      },
    })
    return {
      write,
      as: (caller) => directClient(procedures(), contextOf(caller)),
      ask: (caller, path, input) => call(procedures(), path, input, contextOf(caller)),
    }
  }
}

/** Runs commands as parts of one act: what they write becomes part of its entry. */
export interface Within {
  /** False when the command's input is not one it takes. */
  run(path: readonly [capability: string, name: string], input: object): boolean
  /** What the commands wrote since last asked. */
  taken(): EntityChange[]
}

/**
 * Runs commands inside a transaction that is already under way, with every right: whoever calls has looked at the right
 * that counts.
 */
export function createWithin(procedures: () => object, local: WriteLocal) {
  return (caller: Caller, at: number): Within => {
    const changes: EntityChange[] = []
    const permissions = new Map(Permission.options.map((name) => [name, 'all'] as const))
    const write = (_command: string, _input: object, useCase: (act: Act) => Outcome<unknown>) => {
      const outcome = useCase({ at, caller: trusted })
      if ('changes' in outcome) changes.push(...outcome.changes)
      return outcome.result
    }
    const trusted: Caller = { ...caller, permissions }
    const refuse = () => {
      throw new Error('not inside another act')
    }
    // The contract's types of an act's result end here: nobody reads it.
    const context = {
      caller: trusted,
      write,
      writeAs: refuse,
      local,
      now: () => at,
      startJob: refuse,
    } as CallContext
    return {
      run(path, input) {
        const schema = inputSchemaOf(procedures(), path)
        if (!schema?.safeParse(input).success) return false
        call(procedures(), path, input, context)
        return true
      },
      taken: () => changes.splice(0),
    }
  }
}

function inputSchemaOf(
  procedures: object,
  [capability, name]: readonly [string, string],
): z.ZodType | undefined {
  const of: unknown = Reflect.get(procedures, capability)
  const procedure: unknown = typeof of === 'object' && of !== null ? Reflect.get(of, name) : undefined
  return procedure instanceof Procedure ? (procedure['~orpc'] as Definition).inputSchema : undefined // as in `call`
}

/** What a procedure is made of, as far as it matters here. */
interface Definition {
  readonly handler: (options: object) => unknown
  readonly inputSchema: z.ZodType | undefined
}

function directClient(procedures: object, context: CallContext): DirectClient {
  const capability = (name: string) =>
    new Proxy(
      {},
      {
        get: (_, procedure) => (input: unknown) =>
          call(procedures, [name, String(procedure)], input, context),
      },
    )
  // The router implements the contract that the client is typed by.
  return new Proxy({}, { get: (_, name) => capability(String(name)) }) as DirectClient
}

function call(procedures: object, path: readonly string[], input: unknown, context: CallContext): unknown {
  const name = path.join('.')
  const procedure = path.reduce<unknown>(
    (of, step) => (typeof of === 'object' && of !== null ? (Reflect.get(of, step) as unknown) : undefined), // looked at below
    procedures,
  )
  if (!(procedure instanceof Procedure)) throw new Error(`${name} is no procedure`)
  const { permission = 'none' } = metaOf(path) ?? {}
  if (permission !== 'none' && !context.caller.permissions.has(permission))
    throw new Error(`${context.caller.login} may not call ${name}`)
  const { handler, inputSchema } = procedure['~orpc'] as Definition // oRPC's class says `any` of its parts
  const checked = inputSchema?.['~standard'].validate(input)
  if (checked instanceof Promise || checked?.issues)
    throw new Error(`${name}: ${JSON.stringify(checked instanceof Promise ? 'waits' : checked.issues)}`)
  const answer: unknown = handler({
    context,
    input: checked ? checked.value : undefined,
    path,
    procedure: procedure as unknown,
    lastEventId: undefined,
    errors: {},
  })
  if (answer instanceof Promise) throw new Error(`${name} waits and cannot be called directly`)
  return answer
}
