import { z } from 'zod'
import { Reason, crud, patchOf, recordRef } from './crud'
import { refusals } from './domainError'
import { CalendarId, CategoryId, DeviceId, OfficeId, UserId, Version, WorkerId } from './id'
import { Currency } from './money'
import { listInput, pageOf } from './page'
import { Role } from './permission'
import { command, query } from './procedure'
import { Language, Login, Password } from './session'
import { eachSkillOnce, SkillCode } from './skillCode'
import { Instant, LocalDate, Zone } from './time'

const companyFields = {
  name: z.string().trim().min(1).max(120),
  registrationNumber: z.string().trim().max(40).optional(),
  currency: Currency,
  language: Language,
  calendarId: CalendarId.optional(),
  zone: Zone,
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
}
/** The one company of a store (01 §2.1). */
export const Company = z.object({
  id: z.uuidv7(),
  version: Version,
  ...companyFields,
  isDemo: z.boolean(),
  /** The image that stands on its documents; set by `documents.setLogo`. */
  logoSha256: z.string().optional(),
})
export type Company = z.infer<typeof Company>

const officeFields = {
  /** Prefix of the office's numbers; fixed after the first number. */
  code: z.string().regex(/^[A-Z]{2,5}$/),
  name: z.string().trim().min(1).max(80),
  zone: Zone,
  calendarId: CalendarId.optional(),
  language: Language.optional(),
  currency: Currency.optional(),
}
export const Office = z.object({
  id: OfficeId,
  version: Version,
  ...officeFields,
  active: z.boolean(),
  numberingDeviceId: DeviceId.optional(),
})
export type Office = z.infer<typeof Office>

export const DeviceKind = z.enum(['desk', 'board', 'technician'])
export const Device = z.object({
  id: DeviceId,
  version: Version,
  name: z.string().max(80),
  officeId: OfficeId,
  kind: DeviceKind,
  registeredById: UserId.optional(),
  registeredAt: Instant,
  lastSeenAt: Instant.optional(),
  revoked: z.boolean(),
})
export type Device = z.infer<typeof Device>

const userFields = {
  login: Login,
  displayName: z.string().trim().min(1).max(120),
  workerId: WorkerId.optional(),
  language: Language.optional(),
  roles: z.array(Role).max(6),
  /** Empty: all offices. */
  officeIds: z.array(OfficeId).max(100).default([]),
}
export const User = z.object({
  id: UserId,
  version: Version,
  ...userFields,
  officeIds: z.array(OfficeId),
  language: Language,
  active: z.boolean(),
  hasPassword: z.boolean(),
  hasPin: z.boolean(),
  mustChangePassword: z.boolean(),
  lockedUntil: Instant.optional(),
})
export type User = z.infer<typeof User>

export const WorkerSkill = z.object({
  /** The code of a skill that is set up (`SKILL_UNKNOWN`). */
  skill: SkillCode,
  level: z.int().min(1).max(5),
  validTo: LocalDate.optional(),
})
export type WorkerSkill = z.infer<typeof WorkerSkill>

const workerFields = {
  /** Empty: the next number of the series EMP. */
  number: z.string().trim().min(1).max(40).optional(),
  displayName: z.string().trim().min(1).max(120),
  jobTitle: z.string().trim().max(120).optional(),
  officeId: OfficeId.optional(),
  latitude: z.int().optional(),
  longitude: z.int().optional(),
  calendarId: CalendarId.optional(),
  hireDate: LocalDate.optional(),
  endDate: LocalDate.optional(),
  skills: eachSkillOnce(z.array(WorkerSkill).max(50)).default([]),
  defaultCategoryId: CategoryId.optional(),
  /** Empty: every category (R02-31). */
  allowedCategoryIds: z.array(CategoryId).max(200).default([]),
}
/** An employee; the contract's word is worker (01 §2.3). */
export const Worker = z.object({
  id: WorkerId,
  version: Version,
  ...workerFields,
  number: z.string(),
  skills: z.array(WorkerSkill),
  allowedCategoryIds: z.array(CategoryId),
  /** Set by `dispatch.setDispatchProfile` (07 §2.2). */
  maxMinutesPerDay: z.int().optional(),
  iCalendar: z.boolean(),
  active: z.boolean(),
})
export type Worker = z.infer<typeof Worker>

export const peopleErrors = refusals(
  'LOGIN_TAKEN',
  'LAST_ADMIN',
  'ROLE_REQUIRED',
  'PASSWORD_WEAK',
  'NUMBER_TAKEN',
  'NUMBERS_EXHAUSTED',
  'ZONE_UNKNOWN',
  'COORDINATES_INVALID',
  'CODE_TAKEN',
  'OFFICE_CODE_FIXED',
  'LAST_OFFICE',
  'PERIOD_INVALID',
  'DEVICE_REVOKED',
  'SKILL_UNKNOWN',
)

const office = crud({
  key: 'officeId', id: OfficeId, fields: officeFields, record: Office,
  read: 'people.read', write: 'people.admin', errors: peopleErrors,
}) // prettier-ignore
const user = crud({
  key: 'userId', id: UserId, fields: { ...userFields, password: Password.optional() }, record: User,
  read: 'people.admin', write: 'people.admin', errors: peopleErrors,
}) // prettier-ignore
const worker = crud({
  key: 'workerId', id: WorkerId, fields: workerFields, record: Worker,
  read: 'people.read', write: 'people.write', errors: peopleErrors,
}) // prettier-ignore
const userRef = recordRef('userId', UserId)

export const peopleContract = {
  getCompany: query('people.read').output(Company),
  updateCompany: command('people.admin')
    .input(z.object({ expectedVersion: Version, patch: patchOf(companyFields), reason: Reason }))
    .output(Company)
    .errors(peopleErrors),
  listOffices: office.list,
  getOffice: office.get,
  createOffice: office.create,
  updateOffice: office.update,
  deleteOffice: office.delete,
  deactivateOffice: office.deactivate,
  activateOffice: office.activate,
  listUsers: user.list,
  getUser: user.get,
  createUser: user.create,
  updateUser: user.update,
  deleteUser: user.delete,
  deactivateUser: user.deactivate,
  activateUser: user.activate,
  setRoles: command('people.admin')
    .input(
      userRef.extend({
        roles: z.array(Role).max(6),
        officeIds: z.array(OfficeId).max(100).optional(),
        reason: Reason,
      }),
    )
    .output(User)
    .errors(peopleErrors),
  resetPassword: command('people.admin')
    .input(userRef.extend({ password: Password, reason: Reason }))
    .output(User)
    .errors(peopleErrors),
  listDevices: query('people.admin').input(listInput(Device.shape)).output(pageOf(Device)),
  registerDevice: command('people.admin')
    .input(
      z.object({
        id: DeviceId,
        name: z.string().trim().min(1).max(80),
        officeId: OfficeId,
        kind: DeviceKind,
        reason: Reason,
      }),
    )
    .output(Device)
    .errors(peopleErrors),
  revokeDevice: command('people.admin')
    .input(recordRef('deviceId', DeviceId).extend({ reason: Reason }))
    .output(Device)
    .errors(peopleErrors),
  listWorkers: worker.list,
  getWorker: worker.get,
  createWorker: worker.create,
  updateWorker: worker.update,
  deleteWorker: worker.delete,
  deactivateWorker: worker.deactivate,
  activateWorker: worker.activate,
}
