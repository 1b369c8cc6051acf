import { ORPCError } from '@orpc/client'
import { EntryId } from '@contract/id'
import type { ActEntry } from '@contract/history'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { z } from 'zod'
import { refusalOf, refusalText, type Refusal } from '@/composables/refusal'
import { i18n } from '@/plugins/i18n'
import { client, onAct } from '@/rpc/client'
import { useSessionStore } from './session.store'
import { useToastsStore } from './toasts.store'

/** An act of this window: its entries, newest last. */
const Act = z.object({
  command: z.string(),
  entryIds: z.array(EntryId),
  at: z.number(),
  /** Why it cannot be undone: names a text under `undo.reversal`. */
  reversal: z.string().optional(),
})
export type UndoableAct = z.infer<typeof Act>
/** An entry that was not taken back, why, and what its record is called. */
export interface UndoRefusal {
  readonly entryId: EntryId
  readonly refusal: Refusal
  readonly entity?: string | undefined
  readonly recordName?: string | undefined
}
/** What became of taking an act back: the entries that did it, and what is left of the act. */
interface TakenBack {
  readonly reverse: UndoableAct | undefined
  readonly rest: UndoableAct | undefined
}

type Reversing = 'undo' | 'redo'

const Kept = z.object({ done: z.array(Act), undone: z.array(Act) })

const most = 50
/** So many refused records are called by their names. */
const named = 50
const storageKey = (userId: string) => `aftercare.undo.${userId}`
/**
 * Acts that only move a counter of the machine, or belong to signing in, are nobody's change of data; what the dispatch
 * board saves it undoes itself, by change sets (R07-31).
 */
const silent =
  /^(session|files|drafts|jobs|history)\.|^dispatch\.(saveEdits|rescheduleActivity|undoSaved|redoSaved)$/

/** A page that undoes in its own way: while it is shown, the keys are its own. */
export interface UndoOwner {
  readonly undo: () => unknown
  readonly redo: () => unknown
}

/** What this window has changed, to be taken back and done again (ux §2); survives a restart. */
export const useUndoStore = defineStore('undo', () => {
  const session = useSessionStore()
  const toasts = useToastsStore()
  const done = shallowRef<readonly UndoableAct[]>([])
  const undone = shallowRef<readonly UndoableAct[]>([])
  const isRunning = ref(false)
  const owners = shallowRef<readonly UndoOwner[]>([])
  /** Set while an act reverses another. */
  let reversing: Reversing | undefined
  /** The refusal of an undo that is shown in a dialog. */
  const conflict = shallowRef<{ act: UndoableAct; refusals: readonly UndoRefusal[] }>()

  const userId = computed(() => session.user?.id)

  function keep(): void {
    if (userId.value === undefined) return
    const text = JSON.stringify({ done: done.value, undone: undone.value })
    sessionStorage.setItem(storageKey(userId.value), text)
    localStorage.setItem(storageKey(userId.value), text)
  }

  /** Takes over what this window did before it was closed or reloaded. */
  function open(): void {
    const key = storageKey(userId.value ?? '')
    const text = sessionStorage.getItem(key) ?? localStorage.getItem(key)
    const kept = Kept.catch({ done: [], undone: [] }).parse(text === null ? {} : JSON.parse(text))
    done.value = kept.done
    undone.value = kept.undone
    conflict.value = undefined
    toasts.clear()
  }

  /** An act that reverses another lies where that one's undo or redo would lie. */
  function put(act: UndoableAct, place: 'new' | Reversing): void {
    if (place === 'undo') undone.value = [...undone.value, act].slice(-most)
    else done.value = [...done.value, act].slice(-most)
    if (place === 'new') undone.value = []
    keep()
  }

  async function note(actId: EntryId, command: string): Promise<void> {
    if (silent.test(command)) return
    const place = reversing ?? 'new'
    toasts.follow(actId)
    const { items } = await client.history.getAct({ actId })
    const act = actOf(items, command)
    if (!act) return
    put(act, place)
    toasts.tell(actId, act, commandText(act.command))
  }

  /** Does what stands in the place of an undo; without such an offer it says what to do instead. */
  async function takeOffer(act: UndoableAct, by: Reversing): Promise<void> {
    const offer = toasts.offerOf(act)
    if (!offer) {
      toasts.show(i18n.global.t(`undo.reversal.${String(act.reversal)}`), 'problem')
      return
    }
    isRunning.value = true
    reversing = by
    try {
      await offer.take()
      done.value = done.value.filter((other) => other !== act)
      undone.value = undone.value.filter((other) => other !== act)
      keep()
    } catch (error) {
      const { code, data } = refusalOf(error)
      toasts.show(refusalText(code, data), 'problem')
    } finally {
      reversing = undefined
      isRunning.value = false
    }
  }

  /**
   * Takes an act back, its entries in turn, the last first: of a bulk act each record wholly or not at all. Undefined
   * where it may not be tried.
   */
  async function takeBack(act: UndoableAct): Promise<TakenBack | undefined> {
    if (isRunning.value) return undefined
    isRunning.value = true
    try {
      const { entryIds, refusals } = await undoEach([...act.entryIds].reverse())
      const left = new Set(refusals.map(({ entryId }) => entryId))
      const at = Date.now()
      if (refusals.length > 0) await refuse(act, refusals)
      return {
        reverse: entryIds.length > 0 ? { command: act.command, entryIds, at } : undefined,
        rest: left.size > 0 ? { ...act, entryIds: act.entryIds.filter((id) => left.has(id)) } : undefined,
      }
    } finally {
      isRunning.value = false
    }
  }

  async function undoEach(
    wanted: readonly EntryId[],
  ): Promise<{ entryIds: EntryId[]; refusals: UndoRefusal[] }> {
    const entryIds: EntryId[] = []
    const refusals: UndoRefusal[] = []
    let broken: Refusal | undefined
    for (const entryId of wanted)
      try {
        if (broken) refusals.push({ entryId, refusal: broken })
        else entryIds.push((await client.history.undoEntry({ entryId })).entryId)
      } catch (error) {
        const refusal = refusalOf(error)
        if (!(error instanceof ORPCError)) broken = refusal // the others would only wait for the line as well
        refusals.push({ entryId, refusal })
      }
    return { entryIds, refusals }
  }

  /** Whether all of the act was taken back. */
  async function undo(act: UndoableAct): Promise<boolean> {
    if (act.reversal !== undefined) {
      if (!isRunning.value) await takeOffer(act, 'undo')
      return false
    }
    const taken = await takeBack(act)
    if (!taken) return false
    const { reverse, rest } = taken
    done.value = replaced(done.value, act, rest)
    if (reverse) undone.value = [...undone.value.filter((other) => other !== act), reverse].slice(-most)
    keep()
    tellTaken('undo.undone', act, taken)
    return rest === undefined
  }

  /** Does again what was undone last: it undoes the undo. */
  async function redoOwn(): Promise<void> {
    const act = undone.value.at(-1)
    if (!act || isRunning.value) return
    if (act.reversal !== undefined) {
      await takeOffer(act, 'redo')
      return
    }
    const taken = await takeBack(act)
    if (!taken) return
    const { reverse, rest } = taken
    undone.value = replaced(undone.value, act, rest)
    if (reverse) done.value = [...done.value, reverse].slice(-most)
    keep()
    tellTaken('undo.redone', act, taken)
  }

  function tellTaken(textKey: string, act: UndoableAct, { reverse, rest }: TakenBack): void {
    const { t } = i18n.global
    const command = t(textKey, { command: commandText(act.command) })
    if (!reverse) return
    const counts = { n: reverse.entryIds.length, all: act.entryIds.length }
    toasts.mention(rest ? t('undo.partly', { command, ...counts }) : command)
  }

  async function undoOwn(): Promise<void> {
    const act = done.value.at(-1)
    if (act) await undo(act)
    else toasts.show(i18n.global.t('undo.nothing'), 'problem')
  }

  /** Lets a page answer the keys until the returned function is called. */
  function answerBy(owner: UndoOwner): () => void {
    owners.value = [...owners.value, owner]
    return () => (owners.value = owners.value.filter((other) => other !== owner))
  }
  async function undoLast(): Promise<void> {
    const owner = owners.value.at(-1)
    await (owner ? owner.undo() : undoOwn())
  }
  async function redo(): Promise<void> {
    const owner = owners.value.at(-1)
    await (owner ? owner.redo() : redoOwn())
  }

  /** An entry of a record's history. */
  async function undoEntry(entryId: EntryId, command: string): Promise<boolean> {
    return undo({ command, entryIds: [entryId], at: Date.now() })
  }

  /** Says why: one reason in a toast where it is short, several with the records they are about. */
  async function refuse(act: UndoableAct, refusals: readonly UndoRefusal[]): Promise<void> {
    const [only] = refusals
    const isAlone = act.entryIds.length === 1 && only !== undefined
    if (isAlone && only.refusal.code !== 'UNDO_CONFLICT' && only.refusal.code !== 'IN_USE')
      toasts.show(undoRefusalText(only.refusal), 'problem')
    else conflict.value = { act, refusals: isAlone ? refusals : await withNames(refusals) }
  }

  function closeConflict(): void {
    conflict.value = undefined
  }

  onAct((actId, command) => void note(actId, command).catch(() => undefined)) // without its answer there is no undo key, no more

  return {
    ...{
      done,
      undone,
      isRunning,
      conflict,
      open,
      undo,
      undoLast,
      undoOwn,
      undoEntry,
      redo,
      redoOwn,
      answerBy,
    },
    closeConflict,
  }
})

/** The act gives way to what is left of it, or goes. */
function replaced(
  acts: readonly UndoableAct[],
  act: UndoableAct,
  rest: UndoableAct | undefined,
): readonly UndoableAct[] {
  return acts.flatMap((other) => (other !== act ? [other] : rest ? [rest] : []))
}

/** What the records of refused entries are called; whose name cannot be read stays without. */
async function withNames(refusals: readonly UndoRefusal[]): Promise<UndoRefusal[]> {
  const read = async (refused: UndoRefusal): Promise<UndoRefusal> => {
    const { items } = await client.history.getAct({ actId: refused.entryId, withNames: true })
    const { entity, recordName } = items.find(({ id }) => id === refused.entryId) ?? {}
    return { ...refused, entity, recordName }
  }
  const first = refusals.slice(0, named).map((refused) => read(refused).catch(() => refused))
  return [...(await Promise.all(first)), ...refusals.slice(named)]
}

/** Why an entry cannot be undone, in words. */
export function undoRefusalText({ code, data }: Refusal): string {
  if (code === 'NOT_UNDOABLE') return i18n.global.t(`undo.reversal.${String(data['reversal'])}`)
  return refusalText(code, data)
}

function actOf(items: readonly ActEntry[], command: string): UndoableAct | undefined {
  const [first] = items
  if (!first || first.undo.state === 'forbidden' || first.undo.state === 'undone') return undefined
  const { reversal } = first.undo
  return {
    command,
    entryIds: items.map(({ id }) => id),
    at: first.at,
    ...(reversal === undefined ? {} : { reversal }),
  }
}

/** What a command did, in words. */
export function commandText(command: string): string {
  const { t, te } = i18n.global
  const key = `command.${command}`
  return te(key) || te(key, 'en') ? t(key) : command
}
