import type { EntityChange } from '../../db/changeLog'
import type { NumbersRepository, DrawNumber } from '../numbers/index'
import type { PeopleRepository } from './people.repository'

/** What the use cases of people need of others. */
export interface PeopleDeps {
  readonly people: PeopleRepository
  readonly numbers: NumbersRepository
  readonly drawNumber: DrawNumber
  readonly calendars: { get(id: string): unknown }
  /** The categories of agreements, which may be a worker's (R02-31). */
  readonly categories: { get(id: string): unknown }
  /** Skills are set up before workers have them (07 §2.2). */
  readonly skills: {
    /** The codes among these that name no skill in use. */
    unknown(codes: readonly string[]): readonly string[]
  }
  readonly sessions: {
    endOfUser(userId: string, exceptTokenHash?: string): void
    endOfDevice(deviceId: string): void
  }
  readonly secrets: {
    hash(secret: string): Promise<string>
    isWeak(password: string): boolean
  }
  /** What goes with a user who is deleted: alert rules (R12-21), settings of order events. */
  readonly removeOwned: (userId: string) => readonly EntityChange[]
  /** The device of this machine. */
  readonly deviceId: () => string
}
