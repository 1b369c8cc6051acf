import { Procedure } from '@orpc/server'
import type { z } from 'zod'
import { originOf, type Caller } from '../db/act'
import type { Db } from '../db/database'
import { createUnitOfWork, type Write, type WriteLocal } from '../db/unitOfWork'
import type { ChangeEvent } from '../shared/contract/changes'
import { metaOf, type DirectClient } from '../shared/contract/index'
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
  readonly procedures: () => object
}

/** Calls procedures without waiting, so that many acts, each with its log entry, share one transaction. */
export function createOpenDesk({ db, local, procedures }: DeskDeps): OpenDesk {
  return ({ now, publish }) => {
    const { write } = createUnitOfWork({ db, now, publish })
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
