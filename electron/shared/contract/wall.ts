import { z } from 'zod'
import { AbsenceKind } from './dispatchSetUp'
import { Reason, crud, recordRef } from './crud'
import { refusals } from './domainError'
import { DeviceId, OfficeId, TeamId, Version, WallId } from './id'
import { OrderPriority } from './orderLiterals'
import { command, query } from './procedure'
import { Language } from './session'
import { Instant, LocalDate, Zone } from './time'

/** What a wall can show (R07-61). */
export const WallViewKind = z.enum(['board', 'watchlist', 'map', 'undispatched', 'absences'])
export type WallViewKind = z.infer<typeof WallViewKind>
export const WallView = z.object({
  kind: WallViewKind,
  /** Empty: everyone of the wall's office. */
  teamIds: z.array(TeamId).max(100).default([]),
})
export type WallView = z.infer<typeof WallView>

const wallFields = {
  name: z
    .string()
    .trim()
    .regex(/^[\p{L}\p{N}][\p{L}\p{N} _-]*$/u)
    .min(1)
    .max(40),
  /** Empty: the caller's working office. */
  officeId: OfficeId.optional(),
  views: z
    .array(WallView)
    .min(1)
    .max(20)
    .default([{ kind: 'watchlist', teamIds: [] }, { kind: 'board', teamIds: [] }, { kind: 'undispatched', teamIds: [] }]),
  rotateSeconds: z.int().min(10).max(300).default(30),
  /** Inches of the screen's diagonal. */
  diagonal: z.int().min(20).max(120).default(65),
  /** Metres between screen and reader. */
  distance: z.number().min(1).max(30).default(6),
  shortNames: z.boolean().default(false),
  /** Empty: the office's language. */
  language: Language.optional(),
} // prettier-ignore
const Pin = z.string().regex(/^\d{6}$/)

/** A screen on the wall, set up once (07 §3.11). Its PIN never leaves the store. */
export const Wall = z.object({
  id: WallId,
  version: Version,
  ...wallFields,
  officeId: OfficeId,
  views: z.array(WallView),
  rotateSeconds: z.int(),
  diagonal: z.int(),
  distance: z.number(),
  shortNames: z.boolean(),
  active: z.boolean(),
  /** Without one nobody can leave it. */
  hasPin: z.boolean(),
  /** The board device whose token opens it; empty: none, or revoked. */
  deviceId: DeviceId.optional(),
})
export type Wall = z.infer<typeof Wall>

/** A row of a wall's list: board fields only (01 §2.2). */
export const WallRow = z.object({
  number: z.string(),
  customer: z.string(),
  city: z.string().optional(),
  technician: z.string().optional(),
  state: z.enum(['late', 'risk', 'working', 'planned', 'open']),
  /** The visit: as it was begun, else as it is planned. */
  start: Instant.optional(),
  end: Instant.optional(),
  /** The latest completion of the order's service level. */
  due: Instant.optional(),
  priority: OrderPriority,
})
export type WallRow = z.infer<typeof WallRow>
export const WallBar = z.object({
  start: Instant,
  end: Instant,
  label: z.string(),
  priority: OrderPriority,
  state: z.enum(['late', 'risk', 'working', 'planned', 'done']),
})
export type WallBar = z.infer<typeof WallBar>
const Span = z.object({ from: Instant, to: Instant })
export const WallWorker = z.object({
  name: z.string(),
  absences: z.array(Span),
  working: z.array(Span),
  bars: z.array(WallBar),
})
export type WallWorker = z.infer<typeof WallWorker>
export const WallStop = z.object({
  technician: z.string(),
  /** In the order of the technician's day, from 1. */
  position: z.int(),
  city: z.string().optional(),
  /** Micro-degrees. */
  latitude: z.int(),
  longitude: z.int(),
})
export type WallStop = z.infer<typeof WallStop>
export const WallPage = z.object({
  kind: WallViewKind,
  /** The view's place in the configuration, and which of its pages this is. */
  view: z.int(),
  page: z.int(),
  pages: z.int(),
  /** board: its team. */
  title: z.string().optional(),
  rows: z.array(WallRow).optional(),
  /** Rows that found no place on any page. */
  more: z.int().optional(),
  board: z.object({ from: Instant, to: Instant, workers: z.array(WallWorker) }).optional(),
  map: z.object({ stops: z.array(WallStop), withoutPlace: z.int() }).optional(),
  absences: z
    .array(z.object({ name: z.string(), kind: AbsenceKind, ...Span.shape, allDay: z.boolean() }))
    .optional(),
})
export type WallPage = z.infer<typeof WallPage>

/** Everything a wall shows until it asks again; one that is switched off is there for its set-up alone. */
export const WallContent = z.object({
  wall: Wall,
  office: z.string(),
  zone: Zone,
  language: Language,
  date: LocalDate,
  counts: z.object({ late: z.int(), risk: z.int(), working: z.int(), open: z.int() }),
  /** Shown at the top of each page. */
  late: z.array(WallRow),
  /** The next visit, when nothing is late. */
  next: Instant.optional(),
  pages: z.array(WallPage),
  /** Views that could not be read; they are asked for again (R07-64). */
  failed: z.array(z.int()),
  /** When the store was read. */
  dataAt: Instant,
})
export type WallContent = z.infer<typeof WallContent>

export const wallErrors = refusals('NAME_TAKEN', 'PIN_WRONG', 'PIN_WEAK', 'DEVICE_REVOKED')
const wall = crud({
  key: 'wallId', id: WallId, fields: { ...wallFields, pin: Pin }, record: Wall,
  read: 'wall.show', write: 'wall.setUp', errors: wallErrors,
}) // prettier-ignore

/** Screens on the wall: set-up, and what they show (07 §3.11). */
export const wallContract = {
  /** By id, or by name as the start option gives it; a board device gets its own without either. */
  getWall: query('wall.show')
    .input(z.object({ wallId: WallId.optional(), name: z.string().max(40).optional() }))
    .output(WallContent)
    .errors(wallErrors),
  listWalls: wall.list,
  createWall: wall.create,
  updateWall: wall.update,
  deleteWall: wall.delete,
  deactivateWall: wall.deactivate,
  activateWall: wall.activate,
  /**
   * Gives the wall a board device of its own and the token of its address, which stays valid until the device is
   * revoked; an earlier one is revoked. The token is answered once and never again.
   */
  issueToken: command('wall.setUp')
    .input(recordRef('wallId', WallId).extend({ reason: Reason }))
    .output(
      z.object({
        wall: Wall,
        token: z.string(),
        /** What a browser opens behind the host's own address. */
        path: z.string(),
      }),
    )
    .errors(wallErrors),
  revokeToken: command('wall.setUp')
    .input(recordRef('wallId', WallId).extend({ reason: Reason }))
    .output(Wall)
    .errors(wallErrors),
  /** Whether the PIN lets go of the wall, of the device's own without `wallId`; after wrong ones `PIN_WRONG` says from when on another is looked at. */
  leaveWall: command('wall.show')
    .meta({ isForBoard: true })
    .input(z.object({ wallId: WallId.optional(), pin: z.string().max(20) }))
    .output(z.object({ left: z.literal(true) }))
    .errors(wallErrors),
}
