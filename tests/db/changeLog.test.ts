import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { chainProblems } from '../../electron/db/backup'
import { firstHash, hashEntry, personalDigest, verifyChain } from '../../electron/db/changeLog'
import { newId, setUp, type TestApp } from '../support/app'

describe('the chain of R12-25', () => {
  const first = {
    actorId: 'u-anna',
    at: 1772439300000,
    command: 'stages.changeStage',
    deviceId: 'desk-1',
    entryId: 'entry-1',
    officeId: 'OSL',
    reason: 'CUST',
    seq: 1,
  }
  const moved = {
    entity: 'serviceOrder',
    fields: { stageId: { after: 'inproc', before: 'plan' } },
    id: '0195-a',
    op: 'update',
    version: 2,
  } as const
  const firstEntryHash = 'fa9c0d02b219314dd8fc5b1085951ec7ad25967bacbf072599d853f40494e819'

  it('R12-25: the vector’s first entry has its hash', () => {
    expect(hashEntry(firstHash, first, [moved])).toBe(firstEntryHash)
  })

  it('R12-25: the vector’s second entry has its hash, its note as a salted digest', () => {
    const digest = personalDigest('000102030405060708090a0b0c0d0e0f', 'Kjøl æøå')
    const noted = { ...moved, version: 3, fields: { internalNote: { after: digest, before: null } } }
    const second = {
      ...first,
      actorId: 'u-jan',
      at: 1772442000000,
      command: 'orders.updateOrder',
      entryId: 'entry-2',
      reason: null,
      seq: 2,
    }

    expect(digest).toBe('sha256:4c0ed54a4681ab430863a2c5bc31311244e886196fe22e19c58c1cda16b52671')
    expect(hashEntry(firstEntryHash, second, [noted])).toBe(
      '815e2436e7e65385f2c1af895102cddc1b7cc2258b736aa473f8abe75d21498a',
    )
  })
})

describe('the change log of a store', () => {
  let app: TestApp
  beforeEach(async () => {
    app = setUp()
    await app.owner.customers.createCustomer({ id: newId(), name: 'Kjøl æøå' })
  })
  afterEach(() => app.close())

  it('R-01.33: personal values stand in the chain as digests, beside it as values', () => {
    const change = app.db.prepare("SELECT fields FROM change WHERE entity = 'customer'").pluck().get()
    const value = app.db.prepare("SELECT value FROM personal_value WHERE entity = 'customer'").pluck().get()

    expect(change).toContain('"name":"sha256:')
    expect(change).not.toContain('Kjøl')
    expect(value).toBe('"Kjøl æøå"')
  })

  it('R-12.26: updates and deletes of the log are refused by the store', () => {
    expect(() => app.db.exec("UPDATE change_log SET command = 'x'")).toThrow(/never updated/)
    expect(() => app.db.exec('DELETE FROM change_log')).toThrow(/never deleted/)
    expect(() => app.db.exec("UPDATE change SET fields = '{}'")).toThrow(/never updated/)
    expect(() => app.db.exec('DELETE FROM change')).toThrow(/never deleted/)
  })

  it('R-12.25: verify answers the count and the last hash; one changed letter is HASH_MISMATCH, a missing entry SEQ_GAP', () => {
    const lastHash = app.db.prepare('SELECT hash FROM change_log ORDER BY seq DESC').pluck().get()
    expect(verifyChain(app.db)).toEqual({ ok: true, count: 2, lastHash })

    app.db.exec("DROP TRIGGER change_log_is_not_updated; UPDATE change_log SET command = 'x' WHERE seq = 1")
    expect(verifyChain(app.db)).toEqual({ ok: false, badSeq: 1, kind: 'HASH_MISMATCH' })

    expect(chainProblems(app.db, { after: 0, until: 1 }), 'part by part').toEqual([
      'change log entry 1: HASH_MISMATCH',
    ])
    expect(chainProblems(app.db, { after: 1, until: 2 })).toEqual([])

    app.db.exec('DROP TRIGGER change_log_is_not_deleted; DELETE FROM change_log WHERE seq = 1')
    expect(verifyChain(app.db)).toEqual({ ok: false, badSeq: 1, kind: 'SEQ_GAP' })
  })
})
