import type { Caller } from '../../db/act'
import { outcome, unchanged, type EntityChange } from '../../db/changeLog'
import { notFound } from '../../db/version'
import type { CallContext } from '../../rpc/callContext'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import type { ListRequest } from '../../shared/contract/page'
import { assertModule, type SettingsRepository } from '../settings/index'
import type { CodeKind, CodesRepository, StoredCode } from './codes.repository'

export interface CodeDeps {
  readonly codes: CodesRepository
  readonly settings: Pick<SettingsRepository, 'value'>
}

/** What a code table has of its own. */
export interface CodeSpec<R extends StoredCode, Key extends string> {
  /** As its procedures name it: `Condition`. */
  readonly noun: string
  /** The input's name for the record's id. */
  readonly key: Key
  /** The board may read it: it sees stages and counts only (08 §1). */
  readonly isOnBoard?: boolean
  /** Throws what keeps the record from being written; answers what is changed before it. */
  readonly check: (after: R, before?: R) => readonly EntityChange[]
  /** Throws what keeps the record from being deleted, beside its use. */
  readonly checkDelete?: (record: R) => void
}

interface Call<Input> {
  readonly context: CallContext
  readonly input: Input
}
type Ref<R extends StoredCode, Key extends string> = Readonly<Record<Key, R['id']>> & {
  readonly expectedVersion: number
  readonly reason?: string | undefined
}
type Made<R extends StoredCode> = Omit<R, 'version' | 'active'> & {
  readonly id: R['id']
  readonly reason?: string | undefined
}

/** Makes the procedures that each code table has, one implementation for all of them (08 §2.1, R08-08). */
export function createCodeHandlers({ settings }: CodeDeps) {
  return <R extends StoredCode, View, Key extends string>(
    { list, records }: CodeKind<R, View>,
    { check, checkDelete, isOnBoard = false, key, noun }: CodeSpec<R, Key>,
  ) => {
    function assertReads({ permissions }: Caller): void {
      if (!isOnBoard && permissions.get('repair.read') === 'board')
        throw domainError(commonErrors, 'FORBIDDEN', { permission: 'repair.read' })
    }
    function viewOf({ language }: Caller, id: string): View {
      const view = list(language).find(id)
      if (!view) throw notFound(records.entity, id)
      return view
    }
    function setActive({ context, input }: Call<Ref<R, Key>>, active: boolean): View {
      assertModule(settings, 'repair')
      return context.write(`repair.${active ? 'activate' : 'deactivate'}${noun}`, input, ({ caller }) => {
        const before = records.expect(input[key], input.expectedVersion, { active })
        const after = { ...before, active }
        const others = check(after, before)
        const { changes } = records.update(before, after)
        return outcome(viewOf(caller, before.id), [...others, ...changes])
      })
    }

    return {
      list({ context, input }: Call<ListRequest>) {
        assertReads(context.caller)
        return list(context.caller.language).page(input)
      },
      get({ context, input }: Call<Readonly<Record<Key, string>>>): View {
        assertReads(context.caller)
        return viewOf(context.caller, input[key])
      },
      create({ context, input }: Call<Made<R>>): View {
        assertModule(settings, 'repair')
        return context.write(`repair.create${noun}`, input, ({ caller }) => {
          if (records.replayed(input.id, input)) return unchanged(viewOf(caller, input.id))
          // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- `Made` is R without these two
          const record = { ...input, version: 1, active: true } as unknown as R
          const others = check(record)
          const change = records.insert(record)
          return outcome(viewOf(caller, input.id), [...others, change])
        })
      },
      update({ context, input }: Call<Ref<R, Key> & { readonly patch: object }>): View {
        assertModule(settings, 'repair')
        return context.write(`repair.update${noun}`, input, ({ caller }) => {
          const { after, before } = records.patched(input[key], input.expectedVersion, input.patch)
          const others = check(after, before)
          const { changes } = records.update(before, after)
          return outcome(viewOf(caller, before.id), [...others, ...changes])
        })
      },
      remove({ context, input }: Call<Ref<R, Key>>): { id: R['id'] } {
        assertModule(settings, 'repair')
        return context.write(`repair.delete${noun}`, input, () => {
          const record = records.expect(input[key], input.expectedVersion)
          checkDelete?.(record)
          records.assertUnused(record.id)
          return { result: { id: record.id }, changes: [records.remove(record)] }
        })
      },
      deactivate: (call: Call<Ref<R, Key>>): View => setActive(call, false),
      activate: (call: Call<Ref<R, Key>>): View => setActive(call, true),
    }
  }
}
