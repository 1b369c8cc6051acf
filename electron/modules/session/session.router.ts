import type { Act, Caller } from '../../db/act'
import { outcome } from '../../db/changeLog'
import type { Origin, Write } from '../../db/unitOfWork'
import { implementer } from '../../rpc/implementer'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import {
  Language,
  sessionErrors,
  type Session,
  type Start,
  type StoreNotice,
} from '../../shared/contract/session'
import type { PeopleRepository } from '../people/index'
import { hashSecret, verifySecret } from './secrets'
import type { SessionRepository } from './session.repository'
import { isWeakPassword, isWeakPin } from './session.rules'
import { checkSetUp, setUp } from './setUp'
import { open, signIn, signInPin, type SignInDeps } from './signIn'

const { session } = implementer

export interface SessionDeps extends Omit<SignInDeps, 'logLockOut'> {
  readonly people: PeopleRepository
  readonly sessions: SessionRepository
  readonly write: Write
  /** Whether a number of the office was drawn or reserved. */
  readonly isCodeFixed: (officeId: string) => boolean
  /** The demo company's users with their password (R01-32). */
  readonly demoUsers: () => Start['demoUsers']
  /** What became of a damaged store; undefined for a sound one. */
  readonly storeNotice: () => StoreNotice | undefined
}

export function createSessionRouter(deps: SessionDeps) {
  const { people, sessions } = deps
  const done = { ok: true } as const
  const machineOrigin = (userId: string): Origin => {
    const deviceId = deps.deviceId()
    const officeId =
      people.devices.find(deviceId)?.officeId ?? people.officeList.page({ limit: 1 }).items[0]?.id
    return { actorId: userId, deviceId, officeId: officeId ?? deviceId }
  }
  const signInDeps: SignInDeps = {
    ...deps,
    logLockOut: (user, useCase) => {
      deps.write({ command: 'session.signIn', origin: machineOrigin(user.id), useCase })
    },
  }

  return session.router({
    getStart: session.getStart.handler(() => getStart(deps)),
    setUp: session.setUp.handler(async ({ input }) => {
      checkSetUp(people, input)
      const passwordHash = await hashSecret(input.user.password)
      const owner = people.userByLogin('owner')
      const origin = machineOrigin(owner?.id ?? deps.deviceId())
      const user = deps.write({
        command: 'session.setUp',
        origin,
        useCase: () => setUp(people, input, passwordHash, deps.isCodeFixed),
      })
      return deps.local(() => open(signInDeps, user, { deviceId: deps.deviceId() }, deps.now()))
    }),
    signIn: session.signIn.handler(({ input }) => signIn(signInDeps, input)),
    signInPin: session.signInPin.handler(({ input }) => signInPin(signInDeps, input)),
    signOut: session.signOut.handler(({ context }) => {
      deps.local(() => sessions.end(context.caller.tokenHash))
      return done
    }),
    lock: session.lock.handler(({ context }) => {
      deps.local(() => sessions.lock(context.caller.tokenHash))
      return done
    }),
    getSession: session.getSession.handler(({ context }) => toSession(people, context.caller)),
    setOffice: session.setOffice.handler(({ context, input }) => {
      const { caller } = context
      if (!caller.officeIds.includes(input.officeId))
        throw domainError(commonErrors, 'NOT_FOUND', { entity: 'office', id: input.officeId })
      deps.local(() => sessions.setOffice(caller.tokenHash, input.officeId))
      return toSession(people, { ...caller, officeId: input.officeId })
    }),
    changePassword: session.changePassword.handler(async ({ context, input }) => {
      await assertPassword(people, context.caller, input.password)
      if (isWeakPassword(input.newPassword))
        throw domainError(sessionErrors, 'PASSWORD_WEAK', { field: 'newPassword' })
      const passwordHash = await hashSecret(input.newPassword)
      context.write('session.changePassword', {}, (act) =>
        changeSecret(people, act, { passwordHash, mustChangePassword: false }),
      )
      deps.local(() => sessions.endOfUser(context.caller.userId, context.caller.tokenHash))
      return done
    }),
    changePin: session.changePin.handler(async ({ context, input }) => {
      await assertPassword(people, context.caller, input.password)
      if (isWeakPin(input.pin)) throw domainError(sessionErrors, 'PIN_WEAK', { field: 'pin' })
      const pinHash = await hashSecret(input.pin)
      context.write('session.changePin', {}, (act) => changeSecret(people, act, { pinHash }))
      return done
    }),
  })
}

function getStart({ people, demoUsers, storeNotice }: SessionDeps): Start {
  const users = demoUsers()
  const notice = storeNotice()
  return {
    state: people.hasPasswords() ? 'signIn' : 'firstRun',
    ...(users ? { demoUsers: users } : {}),
    languages: Language.options,
    language: people.company().language,
    offices: people.officeList
      .page({ limit: 200, filter: { active: true } })
      .items.map(({ id, name }) => ({ id, name })),
    ...(notice ? { storeNotice: notice } : {}),
  }
}

/** The user's own language, whatever the window shows now. */
function toSession(people: PeopleRepository, caller: Caller): Session {
  const { userId, login, displayName, workerId, mustChangePassword } = caller
  const { language } = people.users.get(userId)
  return {
    user: { id: userId, login, displayName, language, workerId, mustChangePassword },
    roles: [...caller.roles],
    permissions: Object.fromEntries(caller.permissions),
    officeIds: [...caller.officeIds],
    officeId: caller.officeId,
    deviceId: caller.deviceId,
    isLocked: false,
  }
}

async function assertPassword(people: PeopleRepository, caller: Caller, password: string): Promise<void> {
  const { passwordHash } = people.users.get(caller.userId)
  if (!(await verifySecret(password, passwordHash)))
    throw domainError(sessionErrors, 'SIGN_IN_FAILED', { field: 'password' })
}

function changeSecret(people: PeopleRepository, { caller }: Act, secret: object) {
  const user = people.users.get(caller.userId)
  const { changes } = people.users.update(user, { ...user, ...secret })
  return outcome(undefined, changes)
}
