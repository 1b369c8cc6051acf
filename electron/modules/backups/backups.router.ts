import type { Caller, JobWork } from '../../db/act'
import { outcome } from '../../db/changeLog'
import { implementer } from '../../rpc/implementer'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import type { ChangeEvent } from '../../shared/contract/changes'
import type { JobStarted } from '../../shared/contract/jobs'
import { localDate } from '../calendars/index'
import type { DemoDeps } from './demo/demo.deps'
import { assertEmpty, loadDemo } from './demo/loadDemo'
import { demoZone } from './demo/makeCompany'
import { assertDemo, removeDemo } from './demo/removeDemo'
import { callerOf, ownerOf } from './demo/world'

const { backups } = implementer

export interface BackupsDeps extends DemoDeps {
  /** Who holds the token of a call that needs no session; undefined for nobody. */
  readonly callerOf: (token: string | undefined) => Caller | undefined
  readonly startJob: (caller: Caller, kind: string, work: JobWork) => JobStarted
  readonly announce: (events: readonly ChangeEvent[]) => void
}

export function createBackupsRouter(deps: BackupsDeps) {
  return backups.router({
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

/** Anyone while no user has a password, in the owner's name; then those with backups.run (R01-31). */
function loader(deps: BackupsDeps, token: string | undefined): Caller {
  const caller = deps.callerOf(token)
  if (caller?.permissions.has('backups.run')) return caller
  if (deps.people.hasPasswords())
    throw caller
      ? domainError(commonErrors, 'FORBIDDEN', { permission: 'backups.run' })
      : domainError(commonErrors, 'SIGN_IN_REQUIRED', {})
  const { officeId, owner } = ownerOf(deps)
  return callerOf(deps, owner, officeId)
}
