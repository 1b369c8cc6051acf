import { createHash } from 'node:crypto'
import { readSheet, default as readWorkbook } from 'read-excel-file/node'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { csvCell, csvFormOf } from '../../electron/modules/reports/csv.rules'
import { exportList, prepareExport } from '../../electron/modules/reports/exportList'
import { listProcedureOf } from '../../electron/modules/reports/listProcedures'
import { xmlText } from '../../electron/modules/reports/sheet.rules'
import type { StoredFile } from '../../electron/shared/contract/files'
import { contract, type Client } from '../../electron/shared/contract/index'
import type { CaseId, FileId } from '../../electron/shared/contract/id'
import { newId, setUp, type TestApp } from '../support/app'
import { setUpDemo } from '../support/demo'
import { preview } from '../support/generation'
import { branchOf, hours, orderOf, resultOf } from '../support/orders'

// Loading the demo company hashes six passwords and writes two thousand entries.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let app: TestApp
beforeEach(() => (app = setUp()))
afterEach(() => app.close())

type Asked = Parameters<Client['reports']['exportList']>[0]

/** The bytes of a file, chunk by chunk. */
async function bytesOf(client: Client, fileId: FileId): Promise<Buffer> {
  const parts: Buffer[] = []
  for (let offset = 0; ;) {
    const { content, isLast } = await client.files.getChunk({ fileId, offset })
    parts.push(Buffer.from(content, 'base64'))
    offset += parts.at(-1)?.length ?? 0
    if (isLast) return Buffer.concat(parts)
  }
}

async function exported(asked: Asked, client = app.owner): Promise<{ file: StoredFile; bytes: Buffer }> {
  const { jobId } = await client.reports.exportList(asked)
  const file = (await resultOf(client, jobId)) as StoredFile // the job's declared result
  return { file, bytes: await bytesOf(client, file.fileId) }
}

const customer = (name: string, fields: object = {}) =>
  app.owner.customers.createCustomer({ id: newId(), name, ...fields })

async function sheetOf(asked: Omit<Asked, 'format'>, client = app.owner) {
  const { bytes } = await exported({ ...asked, format: 'xlsx' }, client)
  return readSheet(bytes)
}

describe('the cells of an export', () => {
  it('R-12.20: text that looks like a formula is kept as text, numbers are bare, quotes are doubled', () => {
    const german = csvFormOf('de')
    expect(csvCell({ type: 'text', text: '=2+3' }, german)).toBe("'=2+3")
    expect(csvCell({ type: 'number', text: '-5.00', decimals: 2 }, csvFormOf('en'))).toBe('-5.00')
    expect(csvCell({ type: 'number', text: '-5.00', decimals: 2 }, german)).toBe('-5,00')
    expect(csvCell({ type: 'text', text: 'a;"b"' }, german)).toBe('"a;""b"""')
    for (const text of ['+47 22 00 11 22', '-x', '@a'])
      expect(csvCell({ type: 'text', text }, german)).toBe(`'${text}`)
    expect(csvCell({ type: 'text', text: '\tx' }, german)).toBe("'\tx")
    expect(csvCell({ type: 'text', text: '\rx' }, german)).toBe('"\'\rx"')
  })

  it('12 §5: what XML cannot hold is written the way sheets do', () => {
    expect(xmlText('a\u0007b')).toBe('a_x0007_b')
    expect(xmlText('_x0007_')).toBe('_x005F_x0007_')
    expect(xmlText('<&>"')).toBe('&lt;&amp;&gt;&quot;')
  })
})

describe('exportList', () => {
  it('12 §4: columns may be named by their fields alone', async () => {
    await customer('Løkke Verksted')
    const asked = {
      procedure: 'customers.listCustomers',
      columns: ['name', { field: 'status', title: 'State' }],
    }
    expect(await sheetOf(asked)).toEqual([
      ['name', 'State'],
      ['Løkke Verksted', 'active'],
    ])
  })

  it('R-01.32: a text "=1+1" is stored and exported as text', async () => {
    const { id } = await customer('=1+1')
    expect((await app.owner.customers.getCustomer({ customerId: id })).name).toBe('=1+1')

    const columns = [{ field: 'name', title: 'Name' }]
    const { bytes } = await exported({ procedure: 'customers.listCustomers', columns, format: 'csv' })
    expect(bytes.toString()).toBe("\uFEFFName\r\n'=1+1\r\n")
    expect(await sheetOf({ procedure: 'customers.listCustomers', columns })).toEqual([['Name'], ['=1+1']])
  })

  it('R-12.19: a sheet has the rows and the order of the screen with the same filter; amounts are numbers', async () => {
    for (let at = 0; at < 450; at++)
      await customer(`Kunde ${String((at * 7919) % 450)}`, {
        status: at % 3 === 0 ? 'blocked' : 'active',
        annualSales: { minor: at * 100 + 5, currency: 'NOK' },
      })
    const question = {
      filter: { status: ['active' as const] },
      sort: [{ field: 'name' as const, direction: 'desc' as const }],
    }
    const names: string[] = []
    for (let after: string | undefined; ;) {
      const page = await app.owner.customers.listCustomers({ ...question, ...(after ? { after } : {}) })
      names.push(...page.items.map(({ name }) => name))
      after = page.next
      if (after === undefined) break
    }

    const rows = await sheetOf({
      procedure: 'customers.listCustomers',
      ...question,
      columns: [
        { field: 'name', title: 'Navn' },
        { field: 'annualSales', title: 'Omsetning', currencyTitle: 'Valuta' },
      ],
    })

    expect(names.length).toBe(300)
    expect(rows[0]).toEqual(['Navn', 'Omsetning', 'Valuta'])
    expect(rows.slice(1).map(([name]) => name)).toEqual(names)
    expect(
      rows.slice(1).every(([, amount, currency]) => typeof amount === 'number' && currency === 'NOK'),
    ).toBe(true)
  })

  it('12 §5: cells are typed; times are those of the row’s zone', async () => {
    const branch = await branchOf(app)
    await orderOf(app.owner, branch, {
      siteId: branch.siteId,
      preferredServiceAt: Date.UTC(2026, 6, 1, 8),
      lines: [hours(branch)],
    })
    const columns = [
      { field: 'number' },
      { field: 'preferredServiceAt', kind: 'instant' as const },
      { field: 'progress', texts: { inProcess: 'Pågår' } },
      { field: 'isReadyForPosting' },
    ]
    const [, row] = await sheetOf({ procedure: 'orders.listOrders', columns })
    expect(row).toEqual([expect.stringMatching(/-SO-/), new Date(Date.UTC(2026, 6, 1, 10)), 'Pågår', true])

    const { bytes } = await exported({ procedure: 'orders.listOrders', columns, format: 'csv' })
    expect(bytes.toString()).toContain(',2026-07-01T10:00:00+02:00,Pågår,true\r\n')
  })

  it('12 §5: a second sheet says what was asked for', async () => {
    await customer('Fjord')
    const { bytes } = await exported({
      procedure: 'customers.listCustomers',
      text: 'fjo',
      format: 'xlsx',
      sheets: { rows: 'Kunder', about: 'Filtre' },
      about: [{ title: 'Søk', text: 'fjo' }],
    })
    const sheets = await readWorkbook(bytes)
    expect(sheets.map(({ sheet }) => sheet)).toEqual(['Kunder', 'Filtre'])
    expect(sheets[1]?.data).toEqual([['Søk', 'fjo']])
  })

  it('conventions §7: the answer is a file with its name, size and hash, for its user alone', async () => {
    const { bytes, file } = await exported({
      procedure: 'customers.listCustomers',
      fileName: 'Customers',
      format: 'csv',
    })
    expect(file).toMatchObject({
      fileName: 'Customers.csv',
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })
    const other = await app.as('backOffice')
    await expect(other.files.getChunk({ fileId: file.fileId, offset: 0 })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })

  const offers = [
    ...['listNextStages', 'listSuggestions', 'listMyDay', 'listPlanConflicts'],
    // Of repairs and lists of parts: panels, marks and hits; comparison and recall write files of their own.
    ...['listSimilar', 'listAttempts', 'listEstimates', 'listObjectBoms', 'listHistory', 'listRecall'],
    ...['listMarks', 'listStructureHits', 'listWhereUsed'],
  ]
  it('R-12.19: every list of the contract exports as the screen shows it', async () => {
    app.close()
    app = await setUpDemo()
    const lists = Object.entries(contract).flatMap(([capability, procedures]) =>
      Object.keys(procedures)
        .filter((name) => !offers.includes(name))
        .map((name) => `${capability}.${name}`)
        .filter((name) => listProcedureOf(name)),
    )
    const named = Object.entries(contract).flatMap(([capability, procedures]) =>
      Object.keys(procedures)
        // What a menu or a panel offers, and a day that is read whole, are no lists of records.
        .filter((name) => /^list[A-Z]/.test(name) && !offers.includes(name))
        .map((name) => `${capability}.${name}`),
    )
    expect(lists.length).toBeGreaterThan(35)
    expect(named.filter((name) => !lists.includes(name))).toEqual([])

    const wrong: string[] = []
    for (const procedure of lists) {
      const of = await neededBy(procedure)
      const rows = await sheetOf({ procedure, of })
      const { count, ids } = await rowsOf(procedure, of) // after it: jobs list the export itself
      const at = rows[0]?.indexOf('id') ?? -1
      if (rows.length !== count + 1)
        wrong.push(`${procedure}: ${String(rows.length - 1)} of ${String(count)}`)
      else if (at >= 0 && rows.slice(1).some((row, index) => row[at] !== ids[index]))
        wrong.push(`${procedure}: order`)
    }
    expect(wrong).toEqual([])
  })

  /** What a list needs besides filter and sort. */
  async function neededBy(procedure: string): Promise<Record<string, string>> {
    const first = async (page: Promise<{ items: readonly { id: string }[] }>) =>
      (await page).items[0]?.id ?? ''
    if (/listItem(Prices|Costs|BomLines)/.test(procedure))
      return { itemId: await first(app.owner.catalog.listItems({ limit: 1 })) }
    if (procedure === 'numbers.listNumbers')
      return { seriesId: await first(app.owner.numbers.listSeries({ limit: 1 })) }
    if (procedure === 'search.listRecords') return { text: 'a' }
    if (procedure.endsWith('.listSimilarCases')) {
      const customerId = (await app.owner.customers.listCustomers({ limit: 1 })).items[0]!.id
      const category = await app.owner.orders.createCaseCategory({
        id: newId(),
        code: 'NOISE',
        name: 'Noise',
      })
      const asked = { id: newId<CaseId>(), customerId, title: 'It rattles', categoryId: category.id }
      return { caseId: (await app.owner.orders.createCase(asked)).id }
    }
    if (procedure === 'imports.listRows') {
      const id = newId<string>()
      const content = Buffer.from('Name;Currency\r\nA;NOK\r\n').toString('base64')
      await app.owner.imports.uploadFile({ id: id as never, kind: 'customers', fileName: 'c.csv', content })
      return { importId: id }
    }
    if (procedure === 'generation.listPlan') {
      const { planId } = await preview(app.owner, { from: '2026-12-01', to: '2026-12-31' })
      return { planId, part: 'orders' }
    }
    if (procedure === 'generation.listOccurrences') return { agreementLineId: newId() }
    if (procedure.startsWith('attachments.'))
      return { entity: 'order', recordId: await first(app.owner.orders.listOrders({ limit: 1 })) }
    if (/orders\.|listStageHistory/.test(procedure) && procedure !== 'orders.listOrders')
      return { orderId: await first(app.owner.orders.listOrders({ limit: 1 })) }
    return {}
  }

  async function rowsOf(procedure: string, of: object): Promise<{ count: number; ids: unknown[] }> {
    const [capability = '', name = ''] = procedure.split('.')
    const procedures = Reflect.get(app.owner, capability) as object
    const ask = Reflect.get(procedures, name) as (input: object) => Promise<unknown>
    const ids: unknown[] = []
    for (let after: string | undefined; ;) {
      const answer = await ask({ ...of, ...(after === undefined ? {} : { after }) })
      const page = Array.isArray(answer) ? { items: answer } : (answer as { items: unknown[]; next?: string })
      ids.push(...page.items.map((row) => (row as { id?: unknown }).id))
      after = 'next' in page ? page.next : undefined
      if (after === undefined) return { count: ids.length, ids }
    }
  }

  it('conventions §8: it needs the right of the list, and shows only what its user sees', async () => {
    const dispatcher = await app.as('dispatcher')
    await expect(
      dispatcher.reports.exportList({ procedure: 'numbers.listSeries', format: 'csv' }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN', data: { permission: 'numbers.read' } })
    const branch = await branchOf(app)
    await orderOf(app.owner, branch)
    const technician = await app.as('technician')
    const columns = [{ field: 'number' }]
    expect(await sheetOf({ procedure: 'orders.listOrders', columns }, technician)).toEqual([['number']])
    expect(await sheetOf({ procedure: 'orders.listOrders', columns })).toHaveLength(2)
  })

  it.each([
    [{ procedure: 'customers.listNothing', format: 'csv' }, 'procedure'],
    [{ procedure: 'orders.listOrders', filter: { nothing: true }, format: 'csv' }, 'filter'],
    [{ procedure: 'orders.listOrders', columns: [{ field: 'nothing' }], format: 'csv' }, 'columns'],
  ] as const)('conventions §4: refuses %j before it begins', async (asked, path) => {
    const refusal = app.owner.reports.exportList(structuredClone(asked) as unknown as Asked)
    await expect(refusal).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      data: { issues: [{ path: expect.arrayContaining([path]) as unknown }] },
    })
    expect((await app.owner.jobs.listJobs({})).items).toEqual([])
  })

  it('12 §4: more rows than a sheet takes are TOO_MANY_ROWS, and nothing is left', () => {
    const put = vi.fn()
    const abandon = vi.fn()
    const caller = {
      userId: newId(),
      officeId: newId(),
      language: 'en',
      permissions: new Map([['customers.read', 'all']]),
    }
    const asked = { procedure: 'customers.listCustomers', format: 'xlsx' as const }
    const work = exportList(
      {
        files: { begin: () => ({ put, abandon, finish: () => expect.unreachable() }) },
        listAs: () => ({ items: [], count: 11 }),
        importSheets: new Map(),
        officeZone: () => 'Europe/Oslo',
        offsetAt: () => 0,
        sheetRows: 10,
      },
      { caller, progress: vi.fn() } as never,
      prepareExport({ importSheets: new Map() }, caller as never, asked),
    )
    expect(() => work.next()).toThrow('TOO_MANY_ROWS')
    expect(abandon).toHaveBeenCalledOnce()
  })

  it('issue 4 §5: a canceled export leaves no file', async () => {
    for (let at = 0; at < 1000; at++) await customer(`Kunde ${String(at)}`)
    const { jobId } = await app.owner.reports.exportList({
      procedure: 'customers.listCustomers',
      format: 'xlsx',
    })
    await app.owner.jobs.cancelJob({ jobId })
    await expect(resultOf(app.owner, jobId)).rejects.toThrow('canceled')
    const made = app.db.prepare('SELECT count(*) FROM local_made_file').pluck().get()
    expect(made).toBe(0)
  })
})
