import type { Caller, JobWork } from '../../db/act'
import { outcome } from '../../db/changeLog'
import { notFound } from '../../db/version'
import { implementer } from '../../rpc/implementer'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import type { ChangeEvent } from '../../shared/contract/changes'
import type { JobStarted } from '../../shared/contract/jobs'
import { localDate } from '../calendars/index'
import { placeOf, type BackupPlace } from './backupPlace'
import { readSettings, setSettings } from './backupSettings'
import { createBackup } from './createBackup'
import type { DemoDeps } from './demo/demo.deps'
import { assertEmpty, loadDemo } from './demo/loadDemo'
import { demoZone } from './demo/makeCompany'
import { assertDemo, removeDemo } from './demo/removeDemo'
import { ownerCaller } from './demo/world'
import { getBackup, listBackups, type StoreEnd } from './readBackups'
import { assertCompanyName, restoreBackup } from './restoreBackup'

const { backups } = implementer

export interface BackupsDeps extends DemoDeps {
  /** Who holds the token of a call that needs no session; undefined for nobody. */
  readonly callerOf: (token: string | undefined) => Caller | undefined
  readonly startJob: (caller: Caller, kind: string, work: JobWork) => JobStarted
  readonly announce: (events: readonly ChangeEvent[]) => void
  /** Undefined for a store in memory. */
  readonly place: BackupPlace | undefined
  /** The present end of the change log. */
  readonly storeEnd: () => StoreEnd | undefined
  readonly closeNotice: () => void
}

export function createBackupsRouter(deps: BackupsDeps) {
  return backups.router({
    createBackup: backups.createBackup.handler(({ context }) => {
      const place = placeOf(deps.place)
      return context.startJob('backups.createBackup', (control) => createBackup(place, control, 'manual'))
    }),
    listBackups: backups.listBackups.handler(() =>
      deps.place ? listBackups(deps.place) : { items: [], needsLook: false },
    ),
    getBackup: backups.getBackup.handler(({ input }) =>
      deps.place ? getBackup(deps.place, input.file, deps.storeEnd()) : noBackup(input.file),
    ),
    restoreBackup: backups.restoreBackup.handler(async ({ context, input }) => {
      const place = placeOf(deps.place)
      await getBackup(place, input.file, undefined)
      assertCompanyName(input.companyName, deps.people.company().name)
      return context.startJob('backups.restoreBackup', (control) => restoreBackup(place, control, input))
    }),
    getBackupSettings: backups.getBackupSettings.handler(() => readSettings(placeOf(deps.place))),
    setBackupSettings: backups.setBackupSettings.handler(({ input }) =>
      setSettings(placeOf(deps.place), input),
    ),
    closeStoreNotice: backups.closeStoreNotice.handler(() => {
      deps.closeNotice()
      return { ok: true } as const
    }),
    loadDemo: backups.loadDemo.handler(({ context, input }) => {
      const caller = loader(deps, context.token)
      assertEmpty(deps)
      const date = input.date ?? localDate(demoZone, context.now())
      return deps.startJob(caller, 'backups.loadDemo', function* ({ commit, progress }) {
        progress(0, 1)
        yield
        const { entities } = commit('backups.loadDemo', input.reason, () =>
          outcome(loadDemo(deps, { ...input, date }), []),
        )
        progress(1, 1)
        deps.announce(entities.map((entity) => ({ entity })))
      })
    }),
    removeDemo: backups.removeDemo.handler(({ context, input }) => {
      assertDemo(deps)
      return context.startJob('backups.removeDemo', function* ({ commit, progress }) {
        progress(0, 1)
        yield
        const removed = commit('backups.removeDemo', input.reason, (act) => removeDemo(deps, act))
        progress(1, 1)
        return removed
      })
    }),
  })
}

function noBackup(file: string): never {
  throw notFound('backup', file)
}

/** Anyone while no user has a password, in the owner's name; then those with backups.run (R01-31). */
function loader(deps: BackupsDeps, token: string | undefined): Caller {
  const caller = deps.callerOf(token)
  if (caller?.permissions.has('backups.run')) return caller
  if (deps.people.hasPasswords())
    throw caller
      ? domainError(commonErrors, 'FORBIDDEN', { permission: 'backups.run' })
      : domainError(commonErrors, 'SIGN_IN_REQUIRED', {})
  return ownerCaller(deps)
}
