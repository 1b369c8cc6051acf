import type { Caller } from '../../../db/act'
import type { EntityChange, Outcome } from '../../../db/changeLog'
import type { Write } from '../../../db/unitOfWork'
import type { ChangeEvent } from '../../../shared/contract/changes'
import type { DirectClient } from '../../../shared/contract/index'
import type { OrderId, ObjectId, UserId } from '../../../shared/contract/id'
import type { Role } from '../../../shared/contract/permission'
import type { User } from '../../../shared/contract/people'
import type { Language } from '../../../shared/contract/session'
import type { PeopleRepository } from '../../people/index'
import type { DemoRepository } from './demo.repository'

/** A user to be made, with the hash of the shared password. */
export interface NewDemoUser {
  readonly id: UserId
  readonly login: string
  readonly displayName: string
  readonly workerId?: User['workerId']
  readonly language: Language
  readonly roles: Role[]
  readonly officeIds: []
}

/** What the demo company needs of the program. */
export interface DemoDeps {
  readonly people: PeopleRepository
  readonly repository: DemoRepository
  /** Where acts are done one after the other, each as its user, at a time of their own. */
  readonly openDesk: (options: {
    readonly now: () => number
    readonly publish: (events: readonly ChangeEvent[]) => void
  }) => { as(caller: Caller): DirectClient; readonly write: Write }
  readonly createUser: (user: NewDemoUser, passwordHash: string) => Outcome<User>
  readonly hash: (secret: string) => string
  /** Notes on an order which bicycle it is about. */
  readonly relate: (orderId: OrderId, objectId: ObjectId, version: number) => EntityChange
  /** The device of this machine. */
  readonly deviceId: () => string
}
