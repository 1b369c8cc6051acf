import { ORPCError } from '@orpc/client'
import type { WallContent } from '@contract/wall'
import { WallId } from '@contract/id'
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { useTicking } from '@/composables/useTicking'
import { setLanguage } from '@/plugins/i18n'
import { followChanges, onChange } from '@/rpc/changes'
import { client } from '@/rpc/client'
import { isOnline } from '@/rpc/connect'
import { localOf } from '@/format/time'
import { freshnessOf, placeIn, refreshMs, retryMs, rotationOf } from './wall.time'

/** Why nothing new is read: the line is down, the token is over, there is no such wall, or something else. */
export type WallProblem = 'offline' | 'revoked' | 'missing' | 'failed'
export interface AskedWall {
  readonly wallId?: string | undefined
  readonly name?: string | undefined
}

const followed = [
  'activity',
  'order',
  'orderSla',
  'absence',
  'membership',
  'team',
  'worker',
  'wall',
  'customer',
]
/** Several changes of one act are read at once, and still within the second (R07-34). */
const gatherMs = 300

/** What a wall shows and how old it is: reads again by itself, whatever happens (R07-61 to R07-64). */
export function useWall({ name, wallId }: AskedWall) {
  const now = useTicking()
  const content = shallowRef<WallContent>()
  const readAt = ref<number>()
  const problem = ref<WallProblem>()
  const place = ref(0)
  const shownSince = ref(Date.now())
  let failures = 0
  let isReading = false
  let isAskedAgain = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const id = wallId === undefined ? undefined : WallId.safeParse(wallId).data
  const asked = { ...(id ? { wallId: id } : {}), ...(name === undefined ? {} : { name }) }

  async function read(): Promise<void> {
    if (isReading) {
      isAskedAgain = true
      return
    }
    isReading = true
    clearTimeout(timer)
    const begun = Date.now()
    try {
      take(await client.wall.getWall(asked), begun)
    } catch (error) {
      failures += 1
      problem.value = problemOf(error)
    }
    isReading = false
    const wait = isAskedAgain ? gatherMs : failures > 0 ? retryMs(failures) : refreshMs
    isAskedAgain = false
    timer = setTimeout(() => void read(), wait)
  }

  function take(answer: WallContent, begun: number): void {
    const was = shown.value
    content.value = answer
    readAt.value = begun
    problem.value = undefined
    failures = answer.failed.length > 0 ? failures + 1 : 0
    place.value = placeIn(rotation.value, was)
    setLanguage(answer.language)
  }

  function soon(): void {
    if (isReading) isAskedAgain = true
    else if (failures === 0) {
      clearTimeout(timer)
      timer = setTimeout(() => void read(), gatherMs)
    }
  }

  const rotation = computed(() => (content.value ? rotationOf(content.value) : []))
  const shown = computed(() => rotation.value[place.value])
  const zone = computed(() => content.value?.zone ?? 'UTC')
  const today = computed(() => localOf(now.value, zone.value))
  const ageMs = computed(() => (readAt.value === undefined ? 0 : now.value - readAt.value))
  const freshness = computed(() => freshnessOf(ageMs.value))

  watch(now, (at) => {
    const seconds = content.value?.wall.rotateSeconds ?? 0
    if (rotation.value.length < 2 || at - shownSince.value < seconds * 1000) return
    shownSince.value = at
    place.value = (place.value + 1) % rotation.value.length
  })
  // The day of the office is over, or the line is back: what stands there is not what is asked for.
  watch(
    () => today.value.date,
    () => void read(),
  )
  watch(isOnline, (isBack) => {
    if (isBack) void read()
    else problem.value = 'offline'
  })
  for (const entity of followed) onChange(entity, soon)
  followChanges()
  void read()
  onScopeDispose(() => clearTimeout(timer))

  return { now, content, readAt, problem, rotation, place, shown, zone, today, ageMs, freshness }
}
export type WallState = ReturnType<typeof useWall>

function problemOf(error: unknown): WallProblem {
  if (!(error instanceof ORPCError)) return 'offline'
  if (error.status === 401) return 'revoked'
  return error.code === 'NOT_FOUND' || error.code === 'FORBIDDEN' ? 'missing' : 'failed'
}
