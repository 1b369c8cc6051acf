import { readSheet } from 'read-excel-file/node'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { StoredFile } from '../../electron/shared/contract/files'
import type { Client } from '../../electron/shared/contract/index'
import { newId, setUp, type TestApp } from '../support/app'
import { resultOf } from '../support/orders'
import { textOfPdf } from '../support/pdfText'
import { workshopOf, type Workshop } from '../support/repair'
import { pastRepairs } from '../support/repairRows'

const now = Date.UTC(2026, 5, 30, 12)
const may = Date.UTC(2026, 4, 4, 8)
const hour = 3_600_000

let app: TestApp
let shop: Workshop
beforeEach(async () => {
  app = setUp({ now })
  shop = await workshopOf(app)
})
afterEach(() => app.close())

type Asked = Parameters<Client['reports']['exportRepairStatistics']>[0]

async function fileOf(asked: Asked, client = app.owner): Promise<{ name: string; bytes: Buffer }> {
  const { jobId } = await client.reports.exportRepairStatistics(asked)
  const { fileId, fileName = '' } = StoredFile.parse(await resultOf(client, jobId))
  const { content } = await client.files.getChunk({ fileId, offset: 0 })
  return { name: fileName, bytes: Buffer.from(content, 'base64') }
}

/** Repairs of one symptom as they ended. */
async function repairs(ends: readonly string[]): Promise<void> {
  const codes = { symptomAreaId: shop.disk.area.id, symptomCodeId: shop.disk.code.id }
  await pastRepairs(
    app,
    ends.map((resolution, at) => ({
      ...{ order: shop.order, ...codes, resolution },
      ...{ reportedAt: may + at * hour, finishedAt: may + (at + 1) * hour },
    })),
  )
}
const texts = {
  title: 'Repair statistics – Fix rate: Symptom',
  titles: { rowName: 'Symptom', rate: 'Fix rate', denominator: 'Of', fixed: 'Fixed' },
  total: 'Total',
  about: [{ title: 'Period', text: 'All years' }],
  words: { without: 'Without', tooFew: 'too few: {n}', noData: 'no data' },
}

describe('statistics of repairs as files', () => {
  it('08 §5: a workbook has the groups, their figures and the sum, and what was asked for', async () => {
    await repairs([
      ...Array.from({ length: 15 }, () => 'FIXED'),
      ...Array.from({ length: 5 }, () => 'REPAIRABLE'),
    ])
    await pastRepairs(app, [
      { order: shop.order, reportedAt: may, finishedAt: may + hour, resolution: 'FIXED' },
    ])

    const { bytes, name } = await fileOf({ measure: 'fixRate', groupBy: 'symptom', format: 'xlsx', ...texts })

    expect(name).toBe('Repair statistics – Fix rate  Symptom.xlsx')
    const [heads, ...rows] = await readSheet(bytes)
    expect(heads?.slice(0, 4)).toEqual(['Symptom', 'Fix rate', 'Of', 'Fixed'])
    const label = `${shop.disk.area.name} · ${shop.disk.code.name}`
    expect(rows.map((row) => row.slice(0, 4))).toEqual([
      [label, 0.75, 20, 15],
      ['Without', 'too few: 1', 1, 1],
      ['Total', 0.7619, 21, 16],
    ])
    expect(await readSheet(bytes, 2)).toEqual([['Period', 'All years']])
  })

  it('08 §5: a PDF has the title, the filter and the figures of the screen', async () => {
    await repairs(Array.from({ length: 20 }, () => 'FIXED'))

    const { bytes, name } = await fileOf({ measure: 'fixRate', groupBy: 'symptom', format: 'pdf', ...texts })

    expect(name).toMatch(/\.pdf$/)
    const text = textOfPdf(bytes).join('\n')
    for (const part of ['Repair statistics – Fix rate: Symptom', 'All years', shop.disk.code.name, 'Total'])
      expect(text).toContain(part)
    expect(text).toMatch(/100\.00\s%/)
  })

  it('R08-22, R08-17: resolutions name their group; times are hours, and say where there is not enough', async () => {
    await repairs(['FIXED'])
    const times = await fileOf({
      ...{ measure: 'mtbf', groupBy: 'item', format: 'xlsx' },
      ...{ words: { notEnough: 'not enough data', without: 'Without' } },
    })
    const [, row] = await readSheet(times.bytes)
    expect(row?.slice(0, 4)).toEqual(['Without', 1, 'not enough data', 1])

    await repairs(['FIXED', 'CANCELED', 'REPAIRABLE'])
    const { bytes } = await fileOf({ measure: 'resolutions', groupBy: 'symptom', format: 'csv', ...texts })
    const [heads, ...lines] = bytes.toString().trimEnd().split('\r\n')
    expect(heads).toContain('groupName')
    expect(lines).toHaveLength(3 + 1)
  })

  it('R-12.28, 08 §4: refused before it begins, to a board and for a period that ends before it begins', async () => {
    const asked = { measure: 'pareto', groupBy: 'symptom', format: 'csv' } as const
    const board = await app.as('board')
    await expect(board.reports.exportRepairStatistics(asked)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(
      app.owner.reports.exportRepairStatistics({ ...asked, from: '2026-05-02', to: '2026-05-01' }),
    ).rejects.toMatchObject({ code: 'PERIOD_INVALID' })
  })
})

describe('whose lines they are', () => {
  it('conventions §7: of the own offices alone', async () => {
    await repairs(['FIXED'])
    const { id: officeId } = await app.owner.people.createOffice({
      ...{ id: newId(), code: 'BGO', name: 'Bergen', country: 'NO', zone: 'Europe/Oslo' },
    })
    const manager = await app.as('serviceManager')
    const [user] = (await app.owner.people.listUsers({ filter: { login: 'test.serviceManager' } })).items
    await app.owner.people.setRoles({
      ...{ userId: user?.id ?? newId(), expectedVersion: user?.version ?? 0 },
      ...{ roles: ['serviceManager'], officeIds: [officeId] },
    })
    const asked = { measure: 'pareto', groupBy: 'symptom', format: 'csv', ...texts } as const
    expect((await fileOf(asked)).bytes.toString()).toContain(shop.disk.code.name)
    expect((await fileOf(asked, manager)).bytes.toString()).not.toContain(shop.disk.code.name)
  })
})
