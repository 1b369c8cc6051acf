import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createApplication } from '../../electron/context'
import { openDatabase } from '../../electron/db/database'
import { migrate } from '../../electron/db/migrate'
import { createSettingsRepository, assertModule } from '../../electron/modules/settings/index'
import type { Client } from '../../electron/shared/contract/index'
import type { SettingName } from '../../electron/shared/contract/settings'
import { newId, setUp, type TestApp } from '../support/app'

let app: TestApp
beforeEach(() => (app = setUp()))
afterEach(() => app.close())

async function setting(key: SettingName, client: Client = app.owner) {
  return (await client.settings.listSettings()).find((one) => one.key === key)
}

describe('where the data lie', () => {
  it('01 §3: the help names the folder that the program was started with', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'aftercare-folders-'))
    const db = openDatabase(':memory:')
    migrate(db)
    const log = () => undefined
    const named = createApplication({
      ...{ db, role: 'all', now: Date.now, folder, ownerToken: 'owner', log, relay: log },
    })
    const folders = await named.clientFor('owner').settings.getFolders()
    db.close()
    rmSync(folder, { recursive: true })
    expect(folders).toEqual({ dataFolder: folder, logFolder: join(folder, 'logs') })
  })
})

describe('settings (R01-24)', () => {
  it('R01-24: each has its standard until it is set', async () => {
    expect(await setting('lockMinutes')).toEqual({
      key: 'lockMinutes',
      value: 15,
      source: 'standard',
      default: 15,
      allowedScopes: ['company', 'office', 'user'],
      scopes: [],
    })
  })

  it('R01-24: the settings have the names of the documents; what was stored under others keeps its value', async () => {
    const keys = (await app.owner.settings.listSettings()).map(({ key }) => key)
    expect(keys).toEqual(
      expect.arrayContaining([
        ...['modules', 'allowInactiveWorkers', 'allowInactiveCategories', 'validateWorkerAccount'],
        ...['validateAccountCategory', 'validateWorkerCategory', 'defaultAgreementGroupId'],
        ...['allowWithoutAgreement', 'backOfficeMayPost', 'techniciansChangeStage', 'reasonOnSlaCancel'],
        ...['reasonOnSlaExceeded', 'slaStartsAutomatically', 'measureGeneratedOrders', 'signOffRequired'],
        ...['customerAbsentAllowed', 'negativeStockAllowed', 'serviceCalendarId', 'closedDayPolicy'],
        ...['defaultStartTime', 'maxPeriodDays', 'maxOrdersPerRun', 'renewalDaysAhead', 'boardGridMinutes'],
        ...['boardDraftMode', 'detourFactor', 'speedKmh', 'sameSiteKm', 'commuteCounts', 'priorityColors'],
        ...['repairWarrantyMonths', 'repeatWindowDays', 'estimateTolerance', 'economicRepairShare'],
        ...['fiscalYearStartMonth', 'sortLanguage', 'lockMinutes'],
      ]),
    )
    await app.owner.settings.setSetting({ key: 'slaStartsAutomatically', scope: 'company', value: false })
    app.db.exec(`UPDATE setting SET name = 'slaStartAutomatically' WHERE name = 'slaStartsAutomatically'`)
    app.db.exec(readFileSync('electron/db/migrations/0381-setting-names.sql', 'utf8'))
    const reopened = setUp({ db: openDatabase(app.db.serialize()) })
    expect(await setting('slaStartsAutomatically', reopened.owner)).toMatchObject({ value: false })
    reopened.close()
  })

  it('R01-24: the user’s goes before the office’s before the company’s; null takes one away', async () => {
    const dispatcher = await app.as('dispatcher')
    for (const [scope, value] of [
      ['company', 20],
      ['office', 30],
    ] as const)
      await app.owner.settings.setSetting({ key: 'lockMinutes', scope, value })
    await dispatcher.settings.setSetting({ key: 'lockMinutes', scope: 'user', value: 40 })

    expect(await setting('lockMinutes', dispatcher)).toMatchObject({ value: 40, source: 'user' })
    expect(await setting('lockMinutes')).toMatchObject({
      value: 30,
      source: 'office',
      scopes: [
        { scope: 'office', value: 30 },
        { scope: 'company', value: 20 },
      ],
    })
    await app.owner.settings.setSetting({ key: 'lockMinutes', scope: 'office', value: null })
    expect(await setting('lockMinutes')).toMatchObject({ value: 20, source: 'company' })
    const office = await app.owner.people.createOffice({
      id: newId(),
      code: 'OSL',
      name: 'Oslo',
      zone: 'Europe/Oslo',
    })
    await app.owner.session.setOffice({ officeId: office.id })
    expect(await setting('lockMinutes')).toMatchObject({ value: 20 })
  })

  it('R01-24: each change is in the history, an unchanged one writes nothing', async () => {
    await app.owner.settings.setSetting({
      key: 'signOffRequired',
      scope: 'company',
      value: true,
      reason: 'audit',
    })
    const entries = app.entries()
    await app.owner.settings.setSetting({ key: 'signOffRequired', scope: 'company', value: true })
    await app.owner.settings.setSetting({ key: 'signOffRequired', scope: 'office', value: null })
    expect(app.entries()).toBe(entries)
    const [entry] = (await app.owner.history.listEntries({ entity: 'setting' })).items
    expect(entry).toMatchObject({
      command: 'settings.setSetting',
      reason: 'audit',
      changes: [{ fields: { name: { after: 'signOffRequired' }, value: { after: { value: true } } } }],
    })
  })

  it.each([
    ['lockMinutes', 0],
    ['lockMinutes', '15'],
    ['modules', ['repair', 'coffee']],
    ['sortLanguage', 'xx'],
    ['validateWorkerAccount', 'sometimes'],
    ['serviceCalendarId', 'not an id'],
  ] as const)('R01-24: %s cannot be %j', async (key, value) => {
    const call = app.owner.settings.setSetting({ key, scope: 'company', value })
    await expect(call).rejects.toMatchObject({ code: 'INVALID_INPUT', defined: true })
    await expect(call).rejects.toMatchObject({
      data: { issues: [{ path: expect.arrayContaining(['value']) }] },
    })
    expect(await setting(key)).toMatchObject({ source: 'standard' })
  })

  it('R01-24: a calendar that is not there is NOT_FOUND', async () => {
    const call = app.owner.settings.setSetting({
      key: 'serviceCalendarId',
      scope: 'company',
      value: newId<string>(),
    })
    await expect(call).rejects.toMatchObject({ code: 'NOT_FOUND', data: { entity: 'calendar' } })
  })

  it('R01-24: company and office need settings.write, and nobody widens the own rights', async () => {
    const office = await app.as('backOffice')
    for (const scope of ['company', 'office'] as const)
      await expect(
        office.settings.setSetting({ key: 'backOfficeMayPost', scope, value: true }),
      ).rejects.toMatchObject({ code: 'FORBIDDEN', data: { permission: 'settings.write' } })
    await expect(
      office.settings.setSetting({ key: 'backOfficeMayPost', scope: 'user', value: true }),
    ).rejects.toMatchObject({ code: 'SETTING_INVALID', data: { field: 'scope' } })
  })

  it('R01-25: a module that is switched off answers MODULE_OFF', async () => {
    const settings = createSettingsRepository({
      db: app.db,
      entities: new Map(),
      sortLanguage: () => 'en',
    })
    expect(() => assertModule(settings, 'repair')).not.toThrow()
    await app.owner.settings.setSetting({ key: 'modules', scope: 'company', value: ['bom'] })
    expect(() => assertModule(settings, 'repair')).toThrow(
      expect.objectContaining({ code: 'MODULE_OFF', data: { module: 'repair' } }),
    )
    expect(() => assertModule(settings, 'bom')).not.toThrow()
  })

  it('conventions §7: another sort language sorts what is stored at once', async () => {
    for (const name of ['Ånge', 'Zebra', 'Alfa', 'Ål'])
      await app.owner.customers.createCustomer({ id: newId(), name })
    const names = async () => (await app.owner.customers.listCustomers({})).items.map(({ name }) => name)
    expect(await names()).toEqual(['Ål', 'Alfa', 'Ånge', 'Zebra'])

    await app.owner.settings.setSetting({ key: 'sortLanguage', scope: 'company', value: 'nb' })

    expect(await names()).toEqual(['Alfa', 'Zebra', 'Ål', 'Ånge'])
    await app.owner.customers.createCustomer({ id: newId(), name: 'Åge' })
    expect((await names()).at(2)).toBe('Åge')
  })
})
