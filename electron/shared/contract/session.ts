import { z } from 'zod'
import { refusals } from './domainError'
import { DeviceId, OfficeId, UserId, WorkerId } from './id'
import { Currency } from './money'
import { Permission, Reach, Role } from './permission'
import { command, query } from './procedure'
import { Instant, Zone } from './time'

export const Language = z.enum(['en', 'nb', 'fi', 'lv', 'et', 'de'])
export type Language = z.infer<typeof Language>

export const Login = z.string().regex(/^[A-Za-z0-9._-]{3,40}$/)
export const Password = z.string().min(1).max(200)
export const Pin = z.string().min(1).max(20)

export const sessionErrors = refusals(
  'SIGN_IN_FAILED',
  'ACCOUNT_LOCKED',
  'DEVICE_NOT_REGISTERED',
  'DEVICE_REVOKED',
  'PASSWORD_WEAK',
  'PIN_WEAK',
  'ZONE_UNKNOWN',
  'LOGIN_TAKEN',
)

/** Who is signed in, and what they may do where. */
export const SessionUser = z.object({
  id: UserId,
  login: z.string(),
  displayName: z.string(),
  language: Language,
  workerId: WorkerId.optional(),
  mustChangePassword: z.boolean(),
})
export type SessionUser = z.infer<typeof SessionUser>

export const Session = z.object({
  user: SessionUser,
  roles: z.array(Role),
  /** How far each right reaches; a right that is not there is not held. */
  permissions: z.partialRecord(Permission, Reach),
  /** The offices whose records the user sees. */
  officeIds: z.array(OfficeId),
  /** The office the user works in now. */
  officeId: OfficeId,
  deviceId: DeviceId,
  isLocked: z.boolean(),
})
export type Session = z.infer<typeof Session>

export const SignedIn = z.object({ token: z.string(), user: SessionUser })
export type SignedIn = z.infer<typeof SignedIn>

const signInPlace = { officeId: OfficeId.optional(), deviceId: DeviceId.optional() }

export const SignInInput = z.object({ login: z.string().max(100), password: Password, ...signInPlace })
export type SignInInput = z.infer<typeof SignInInput>

export const SetUpInput = z.object({
  language: Language,
  company: z.object({
    name: z.string().trim().min(1).max(120),
    country: z.string().regex(/^[A-Z]{2}$/),
    currency: Currency,
  }),
  office: z.object({
    name: z.string().trim().min(1).max(80),
    code: z.string().regex(/^[A-Z]{2,5}$/),
    zone: Zone,
  }),
  user: z.object({ displayName: z.string().trim().min(1).max(120), login: Login, password: Password }),
})
export type SetUpInput = z.infer<typeof SetUpInput>

/** What became of a store that was found damaged (issue 4 §2): nothing of it is ever deleted. */
export const StoreNotice = z.object({
  state: z.enum(['repaired', 'readOnly', 'restored']),
  at: Instant,
  /** Entries of the change log that are not there any more, by what was known of the store. */
  lostEntries: z.int(),
  /** The last entry that is there; what was done after it until `lostUntil` is lost. */
  keptUntil: Instant.optional(),
  lostUntil: Instant.optional(),
  /** The backup that took its place. */
  backupAt: Instant.optional(),
})
export type StoreNotice = z.infer<typeof StoreNotice>

export const Start = z.object({
  state: z.enum(['firstRun', 'signIn']),
  /** The demo company's users, one a role, with their password (R01-32). */
  demoUsers: z
    .array(z.object({ login: z.string(), displayName: z.string(), role: Role, password: z.string() }))
    .optional(),
  languages: z.array(Language),
  /** The company's language, for the sign-in page. */
  language: Language,
  offices: z.array(z.object({ id: OfficeId, name: z.string() })),
  /** Absent for a sound store. */
  storeNotice: StoreNotice.optional(),
})
export type Start = z.infer<typeof Start>

const beforePasswordChange = { isBeforePasswordChange: true }

export const sessionContract = {
  getStart: query('none').output(Start),
  setUp: command('none').input(SetUpInput).output(SignedIn).errors(sessionErrors),
  signIn: command('none').input(SignInInput).output(SignedIn).errors(sessionErrors),
  signInPin: command('none')
    .input(z.object({ login: z.string().max(100), pin: Pin, ...signInPlace }))
    .output(SignedIn)
    .errors(sessionErrors),
  signOut: command('session.use')
    .meta({ ...beforePasswordChange, isForBoard: true })
    .output(z.object({ ok: z.literal(true) })),
  lock: command('session.use')
    .meta(beforePasswordChange)
    .output(z.object({ ok: z.literal(true) })),
  getSession: query('session.use').meta(beforePasswordChange).output(Session),
  setOffice: command('session.use')
    .input(z.object({ officeId: OfficeId }))
    .output(Session),
  changePassword: command('session.use')
    .meta(beforePasswordChange)
    .input(z.object({ password: Password, newPassword: Password }))
    .output(z.object({ ok: z.literal(true) }))
    .errors(sessionErrors),
  changePin: command('session.use')
    .input(z.object({ password: Password, pin: Pin }))
    .output(z.object({ ok: z.literal(true) }))
    .errors(sessionErrors),
}
