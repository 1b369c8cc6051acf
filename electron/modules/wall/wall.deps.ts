import type { z } from 'zod'
import type { WriteLocal } from '../../db/unitOfWork'
import type { Permission } from '../../shared/contract/permission'
import type { wallContract } from '../../shared/contract/wall'
import type { CalendarReader } from '../calendars/index'
import type { PeopleRepository } from '../people/index'
import type { SessionRepository } from '../session/index'
import type { WallDayRepository } from './wallDay.repository'
import type { WallsRepository } from './walls.repository'

/** What the use cases of walls need of others. */
export interface WallDeps {
  readonly walls: WallsRepository
  readonly day: WallDayRepository
  readonly people: PeopleRepository
  readonly sessions: Pick<SessionRepository, 'insert' | 'endOfDevice'>
  readonly calendars: Pick<CalendarReader, 'openTime'>
  readonly secrets: {
    hash(secret: string): Promise<string>
    verify(secret: string, hash: string | undefined): Promise<boolean>
    isWeakPin(pin: string): boolean
  }
  /** The key by which the host lets a wall's browser in, after each start of the host; undefined without a folder. */
  readonly doorKey: () => string | undefined
  readonly local: WriteLocal
  /** Told of a view that could not be read. */
  readonly report: (cause: unknown) => void
}

export type Input<Name extends keyof typeof wallContract> = z.output<
  NonNullable<(typeof wallContract)[Name]['~orpc']['inputSchema']>
>

export const setUp: Permission = 'wall.setUp'
