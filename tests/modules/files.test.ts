import { createHash, randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFilesRepository } from '../../electron/modules/files/index'
import { fileBytes } from '../../electron/shared/contract/files'
import type { FileId } from '../../electron/shared/contract/id'
import { newId, setUp, type TestApp } from '../support/app'

let app: TestApp
beforeEach(() => (app = setUp()))
afterEach(() => app.close())

const base64 = (bytes: Buffer) => bytes.toString('base64')

describe('files in chunks (conventions §7)', () => {
  it('conventions §7: what was put in chunks is read in chunks, with its hash', async () => {
    const content = randomBytes(2500)
    const id = newId<FileId>()
    for (const [offset, end, isLast] of [
      [0, 1000, false],
      [1000, 2000, false],
      [1000, 2000, false],
      [2000, 2500, true],
    ] as const) {
      const chunk = base64(content.subarray(offset, end))
      const stored = await app.owner.files.putChunk({ id, offset, content: chunk, fileName: 'a.csv', isLast })
      expect(stored).toMatchObject({ fileId: id, fileName: 'a.csv', size: end })
      if (isLast) expect(stored.sha256).toBe(createHash('sha256').update(content).digest('hex'))
    }

    const read: Buffer[] = []
    let offset = 0
    for (;;) {
      const chunk = await app.owner.files.getChunk({ fileId: id, offset })
      read.push(Buffer.from(chunk.content, 'base64'))
      offset += read.at(-1)!.length
      if (chunk.isLast) break
    }

    expect(Buffer.concat(read).equals(content)).toBe(true)
    const { user } = await app.owner.session.getSession()
    const whole = Buffer.concat([...createFilesRepository(app.db).parts(id, user.id)])
    expect(whole.equals(content)).toBe(true)
  })

  it('conventions §7: an import takes only the caller’s own file', async () => {
    const id = newId<FileId>()
    const content = base64(Buffer.from('name\nA\n'))
    await app.owner.files.putChunk({ id, offset: 0, content, isLast: true })
    const other = await app.as('backOffice')
    const input = { kind: 'customers', fileName: 'a.csv', fileId: id } as const

    const stolen = other.imports.uploadFile({ id: newId(), ...input })

    await expect(stolen).rejects.toMatchObject({ code: 'NOT_FOUND', data: { entity: 'file', id } })
    expect((await app.owner.imports.listImports({})).items).toEqual([])
    const own = await app.owner.imports.uploadFile({ id: newId(), ...input })
    expect(own.rowCount).toBe(1)
  })

  it('conventions §7: a gap, another length and no base64 are refused', async () => {
    const id = newId<FileId>()
    const put = (offset: number, content: string) => app.owner.files.putChunk({ id, offset, content })
    await put(0, base64(Buffer.from('abcdef')))
    await expect(put(7, 'AAAA')).rejects.toMatchObject({
      code: 'CHUNK_GAP',
      data: { size: 6 },
      defined: true,
    })
    await expect(put(0, 'AAAA')).rejects.toMatchObject({ code: 'CHUNK_GAP' })
    await expect(put(6, '<b>!')).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    await expect(put(6, 'A'.repeat(6_000_000))).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })

  it('issue 4 §5: of a file of 2 GB nothing is kept: what lies beyond the limit is refused where it is sent', async () => {
    const id = newId<FileId>()
    const beyond = app.owner.files.putChunk({ id, offset: 2 * 1024 ** 3, content: 'AAAA' })
    await expect(beyond).rejects.toMatchObject({
      ...{ code: 'INVALID_INPUT', data: { issues: [{ path: ['offset'] }] } },
    })
    const last = app.owner.files.putChunk({ id, offset: fileBytes, content: 'AAAA' })
    await expect(last).rejects.toMatchObject({ code: 'FILE_TOO_LARGE', data: { limit: fileBytes } })
    expect(app.db.prepare('SELECT count(*) FROM local_file').pluck().get()).toBe(0)
  })

  it('conventions §7: a file is its user’s; it leaves no entry and goes when it is old', async () => {
    const id = newId<FileId>()
    const entries = app.entries()
    await app.owner.files.putChunk({ id, offset: 0, content: 'AAAA' })
    expect(app.entries()).toBe(entries)
    const other = await app.as('dispatcher')
    await expect(other.files.getChunk({ fileId: id, offset: 0 })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(other.files.putChunk({ id, offset: 0, content: 'AAAA' })).rejects.toMatchObject({
      code: 'ID_TAKEN',
    })

    const later = setUp({ db: app.db, now: app.clock.now + 8 * 24 * 3_600_000 })

    await expect(later.owner.files.getChunk({ fileId: id, offset: 0 })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    expect(app.db.prepare('SELECT count(*) FROM local_file_chunk').pluck().get()).toBe(0)
  })
})
