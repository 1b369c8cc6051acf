import { toBytes } from '../../db/ids'
import type { Store } from '../../db/records'
import { notFound } from '../../db/version'

/** A rhythm or a window as an agreement's line uses it (03 §2.1, §2.2). */
export interface StoredRhythm {
  readonly range: 'day' | 'week' | 'month' | 'quarter' | 'year'
  readonly frequency: number
  readonly monthEndRule: 'clamp' | 'stick'
}

interface RhythmRow extends StoredRhythm {
  readonly is_active: number
}

/** What agreements read of records that other areas keep: rhythms, windows, levels, calendars. */
export function createAgreementReferences({ db }: Store) {
  const selectRhythm = db.prepare<[Buffer], RhythmRow>(
    `SELECT range, frequency, month_end_rule AS monthEndRule, is_active FROM service_interval WHERE id = ?`,
  )
  const active = (table: string) =>
    db.prepare<[Buffer], number>(`SELECT is_active FROM ${table} WHERE id = ?`).pluck()
  const states = {
    interval: active('service_interval'),
    timeWindow: active('time_window'),
    sla: active('service_level'),
  }
  const selectCalendar = db.prepare<[Buffer], number>('SELECT 1 FROM calendar WHERE id = ?').pluck()

  return {
    /** Rhythms that are read once; lives no longer than one answer. */
    openRhythms(): (id: string) => StoredRhythm {
      const known = new Map<string, StoredRhythm>()
      return (id) => {
        const rhythm = known.get(id) ?? this.rhythm(id)
        known.set(id, rhythm)
        return rhythm
      }
    },
    /** Throws NOT_FOUND. */
    rhythm(id: string): StoredRhythm {
      const row = selectRhythm.get(toBytes(id))
      if (!row) throw notFound('interval', id)
      const { frequency, monthEndRule, range } = row
      return { range, frequency, monthEndRule }
    },
    /** Whether new lines and agreements may choose it; throws NOT_FOUND. */
    isActive(entity: keyof typeof states, id: string): boolean {
      const state = states[entity].get(toBytes(id))
      if (state === undefined) throw notFound(entity, id)
      return state === 1
    },
    /** Throws NOT_FOUND. */
    assertCalendar(id: string): void {
      if (selectCalendar.get(toBytes(id)) === undefined) throw notFound('calendar', id)
    },
  }
}
export type AgreementReferences = ReturnType<typeof createAgreementReferences>
