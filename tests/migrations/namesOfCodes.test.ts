import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { migrations } from '../../electron/db/migrate'
import { conditions, diagnoses, symptoms } from '../../electron/modules/backups/demo/repairs.data'
import { Language } from '../../electron/shared/contract/session'
import { newId, setUp, type TestApp } from '../support/app'

let app: TestApp
beforeEach(() => (app = setUp()))
afterEach(() => app.close())

const step = migrations.find(({ version }) => version === 365)?.sql ?? ''
const tables = ['resolution', 'barrier', 'repair_stage']
const named = (table: string) =>
  app.db
    .prepare<[], { code: string; name: string; names: string }>(`SELECT code, name, names FROM ${table}`)
    .all()
    .map(({ code, name, names }) => ({ code, name, names: JSON.parse(names) as unknown }))
const reasons = () =>
  app.db
    .prepare<[], { code: string; description: string }>(
      `SELECT code, description FROM stage_reason_code WHERE uses = '["bomChange"]'`,
    )
    .all()
    .map(({ code, description }) => ({ code, texts: JSON.parse(description) as Record<string, string> }))

describe('names of the codes a store begins with', () => {
  it('08 §2.1, 09 §2.3: in every language; a store of before gets the same', () => {
    const before = [...tables.map(named), reasons()]
    for (const { names } of tables.flatMap(named))
      expect(Object.keys(names as object).sort()).toEqual(
        Language.options.filter((language) => language !== 'en').sort(),
      )
    for (const { texts } of reasons()) expect(Object.keys(texts).sort()).toEqual([...Language.options].sort())

    for (const table of tables) app.db.exec(`UPDATE ${table} SET names = NULL`)
    app.db.exec(
      `UPDATE stage_reason_code SET description = json_object('en', description ->> 'en') WHERE uses = '["bomChange"]'`,
    )
    app.db.exec(step)

    expect([...tables.map(named), reasons()]).toEqual(before)
  })

  it('08 §2.1: what was renamed, or has a name of its own in another language, stays as it is', () => {
    app.db.exec("UPDATE repair_stage SET names = NULL, name = 'On the bench' WHERE code = 'IN_REPAIR'")
    app.db.exec(`UPDATE barrier SET names = '{"de":"Zu alt"}' WHERE code = 'WORN_OUT'`)
    app.db.exec(`UPDATE stage_reason_code SET description = '{"en":"Old","de":"Alt"}' WHERE code = 'WEAR'`)
    app.db.exec(step)

    expect(named('repair_stage').find(({ code }) => code === 'IN_REPAIR')).toMatchObject({ names: null })
    expect(named('barrier').find(({ code }) => code === 'WORN_OUT')).toMatchObject({
      names: { de: 'Zu alt' },
    })
    expect(reasons().find(({ code }) => code === 'WEAR')?.texts).toEqual({ en: 'Old', de: 'Alt' })
  })

  it('08 §2.1: codes of the demo company get theirs there, and nobody else’s', async () => {
    const { repair } = app.owner
    for (const { code, name } of conditions) await repair.createCondition({ id: newId(), code, name })
    const made: { table: string; codes: readonly { code: string; names: object }[] }[] = []
    for (const { code, codes, name } of symptoms) {
      const { id: symptomAreaId } = await repair.createSymptomArea({ id: newId(), code, name })
      for (const one of codes)
        await repair.createSymptomCode({ id: newId(), symptomAreaId, code: one.code, name: one.name })
      made.push({ table: 'symptom_code', codes })
    }
    for (const { code, codes, name } of diagnoses) {
      const { id: diagnosisAreaId } = await repair.createDiagnosisArea({ id: newId(), code, name })
      for (const one of codes)
        await repair.createDiagnosisCode({ id: newId(), diagnosisAreaId, code: one.code, name: one.name })
      made.push({ table: 'diagnosis_code', codes })
    }
    app.db.exec(step)
    expect(named('symptom_area').map(({ names }) => names)).toEqual(symptoms.map(() => null))

    app.db.exec('UPDATE company SET is_demo = 1')
    app.db.exec(step)

    const plain = (codes: readonly { code: string; name: string; names: object }[]) =>
      codes.map(({ code, name, names }) => ({ code, name, names }))
    expect(named('repair_condition')).toEqual(plain(conditions))
    expect(named('symptom_area')).toEqual(plain(symptoms))
    expect(named('diagnosis_area')).toEqual(plain(diagnoses))
    for (const table of ['symptom_code', 'diagnosis_code']) {
      const wanted = made.filter((one) => one.table === table).flatMap(({ codes }) => codes)
      expect(named(table).map(({ names }) => names)).toEqual(wanted.map(({ names }) => names))
    }
  })
})
