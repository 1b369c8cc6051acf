import type { Absence, AbsenceDecision, AbsenceHit } from '@contract/dispatchAbsences'
import { Conflict } from '@contract/dispatch'
import { WorkerId } from '@contract/id'
import { computed, reactive, ref, shallowRef, watch } from 'vue'
import { z } from 'zod'
import { refusalOf } from '@/composables/refusal'
import { useFormDialog } from '@/composables/useFormDialog'
import { i18n } from '@/plugins/i18n'
import { instantOf, localOf } from '@/format/time'
import { usePlaceStore } from '@/stores/place.store'
import {
  AbsenceForm,
  changeAbsence,
  enterAbsence,
  hitsOf,
  newAbsenceId,
  zoneOfWorker,
  type AbsenceFields,
  type OtherWorker,
} from './absences.sources'

/** What somebody has chosen for an activity that the absence hits. */
export interface Choice {
  readonly act: AbsenceDecision['act'] | undefined
  readonly other?: OtherWorker | undefined
}

const Unconfirmed = z.object({ conflicts: z.array(Conflict.extend({ ids: z.array(z.string()) })) })
export type Unconfirmed = z.infer<typeof Unconfirmed>['conflicts'][number]

/** The dialog of an absence: its fields, then what becomes of the activities that it hits (07 §3.9). */
export function useAbsence(absence: Absence | undefined, workerId: string | undefined, close: () => void) {
  const place = usePlaceStore()
  const id = newAbsenceId()
  const zone = ref(place.zone)
  const hits = shallowRef<readonly AbsenceHit[]>([])
  const choices = reactive(new Map<string, Choice>())
  /** Warnings of other places that wait for a confirmation; saving again confirms them. */
  const unconfirmed = shallowRef<readonly Unconfirmed[]>([])

  function decisionOf(hit: AbsenceHit): AbsenceDecision[] {
    const choice = choices.get(hit.activityId)
    if (choice?.act === undefined) return []
    const ref = { activityId: hit.activityId, expectedVersion: hit.version }
    if (choice.act !== 'reassign' || !choice.other) return [{ ...ref, act: choice.act }]
    const { slot, workerId: other } = choice.other
    const confirmed = unconfirmed.value.filter(({ ids }) => ids.includes(hit.activityId))
    return [
      {
        ...{ ...ref, act: 'reassign', workerId: other, start: slot.start },
        confirmed: confirmed.map(({ code }) => code),
      },
    ]
  }

  async function write(fields: AbsenceFields): Promise<void> {
    const decisions = hits.value.flatMap(decisionOf)
    try {
      await (absence ? changeAbsence(absence, fields, decisions) : enterAbsence(id, fields, decisions))
      close()
    } catch (error) {
      const { code, data } = refusalOf(error)
      if (code === 'DECISION_REQUIRED') hits.value = hitsOf(data)
      unconfirmed.value = code === 'CONFIRM_REQUIRED' ? Unconfirmed.parse(data).conflicts : []
      throw error
    }
  }

  const day = 86_400_000
  const start = Math.floor(Date.now() / day) * day + day
  const form = useFormDialog(
    AbsenceForm,
    absence
      ? fieldsOfAbsence(absence)
      : {
          workerId: WorkerId.safeParse(workerId).data,
          kind: 'holiday',
          allDay: true,
          from: start + day / 2,
          to: start + day / 2 + 60_000,
        },
    {
      labels: 'dispatch.absences',
      ...(absence
        ? {}
        : {
            draft: {
              key: `dispatch.absence:${workerId ?? 'all'}`,
              title: i18n.global.t('dispatch.absences.new'),
            },
          }),
      write,
    },
  )
  const { values } = form

  watch(
    () => values.workerId,
    (chosen) => {
      if (chosen) void zoneOfWorker(chosen).then((found) => (zone.value = found))
    },
    { immediate: true },
  )
  watch(
    () => values.allDay,
    (isAllDay) => {
      if (isAllDay !== false || typeof values.from !== 'number' || typeof values.to !== 'number') return
      values.from = instantOf(localOf(values.from, zone.value).date, '08:00', zone.value)
      values.to = instantOf(localOf(values.to - 1, zone.value).date, '16:00', zone.value)
    },
  )
  // Another time or another worker hits other activities.
  watch(
    () => [values.workerId, values.from, values.to, values.allDay],
    () => {
      hits.value = []
      choices.clear()
      unconfirmed.value = []
    },
  )
  watch(choices, () => (unconfirmed.value = []))

  const isDecided = computed(() =>
    hits.value.every(({ activityId }) => {
      const choice = choices.get(activityId)
      return choice?.act !== undefined && (choice.act !== 'reassign' || choice.other !== undefined)
    }),
  )
  return { form, zone, hits, choices, unconfirmed, isDecided }
}

function fieldsOfAbsence({ allDay, from, kind, note, to, workerId }: Absence): AbsenceFields {
  return { workerId, kind, allDay, from, to, note }
}
