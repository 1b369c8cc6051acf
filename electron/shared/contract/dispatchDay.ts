import { z } from 'zod'
import { Reason } from './crud'
import { Activity } from './dispatch'
import { refusals } from './domainError'
import { ActivityId, OrderId, WorkerId } from './id'
import { RequirementStatus } from './orderRequirements'
import { command, longQuery, query } from './procedure'
import { Quantity } from './quantity'
import { Instant, LocalDate, Zone } from './time'

/** A way as it is estimated (R07-11). */
const travelFields = {
  /** Of the straight line; empty: a position is not known. */
  kilometres: z.number().optional(),
  travelMinutes: z.int(),
  /** A position is not known: the minutes are a guess. */
  isAssumed: z.boolean(),
}

export const MapStop = z.object({
  activityId: ActivityId,
  /** Place in the technician's day, from 1. */
  position: z.int(),
  workerId: WorkerId,
  orderId: OrderId,
  orderNumber: z.string(),
  subject: z.string(),
  customerName: z.string(),
  siteCity: z.string().optional(),
  siteZone: Zone,
  start: Instant,
  end: Instant,
  /** Micro-degrees. */
  latitude: z.int().optional(),
  longitude: z.int().optional(),
  /** The way there is from the stop before, or the base. */
  ...travelFields,
})
export type MapStop = z.infer<typeof MapStop>

export const MapWorker = z.object({
  id: WorkerId,
  number: z.string(),
  displayName: z.string(),
  /** The base; a wall board is not shown where people live. */
  latitude: z.int().optional(),
  longitude: z.int().optional(),
  /** Of the whole day, home again included. */
  travelMinutes: z.int(),
  kilometres: z.number(),
})
export type MapWorker = z.infer<typeof MapWorker>

export const DayMap = z.object({
  date: LocalDate,
  zone: Zone,
  /** By number; those asked for, else those with stops. */
  workers: z.array(MapWorker),
  /** By worker, then by start. */
  stops: z.array(MapStop),
})
export type DayMap = z.infer<typeof DayMap>

export const VisitTask = z.object({ name: z.string(), internalNote: z.string().optional() })
export const VisitObject = z.object({
  number: z.string(),
  name: z.string(),
  serialNumber: z.string().optional(),
  note: z.string().optional(),
})
/** A part that the order needs; ready when it is reserved or delivered. */
export const VisitPart = z.object({
  itemNumber: z.string(),
  itemName: z.string(),
  quantity: Quantity,
  unit: z.string(),
  status: RequirementStatus,
  isReady: z.boolean(),
})

/** A visit as its technician reads it. */
export const MyVisit = Activity.pick({
  id: true, version: true, number: true, orderId: true, orderNumber: true, subject: true, status: true, duration: true,
  priority: true, customerId: true, customerName: true, siteName: true, siteCity: true, siteZone: true, latitude: true,
  longitude: true, slaDeadline: true, locked: true, closedOutcome: true, actualStart: true, actualEnd: true,
}).extend({
  start: Instant,
  end: Instant,
  /** In lines; empty for work at the own office. */
  address: z.array(z.string()),
  accessNotes: z.string().optional(),
  contactName: z.string().optional(),
  contactPhone: z.string().optional(),
  /** The order's own and those written on its page, for those who do the work. */
  internalNotes: z.array(z.string()),
  tasks: z.array(VisitTask),
  objects: z.array(VisitObject),
  parts: z.array(VisitPart),
  /** The way there is from the visit before, or the base. */
  ...travelFields,
}) // prettier-ignore
export type MyVisit = z.infer<typeof MyVisit>

export const MyDay = z.object({
  date: LocalDate,
  /** In which the date is one: of the worker's office. */
  zone: Zone,
  /** Empty: the user is no worker. */
  workerId: WorkerId.optional(),
  /** The worker's visits are given out as calendar files (2.2). */
  hasCalendar: z.boolean(),
  /** By start: dispatched ones and those that are done. */
  visits: z.array(MyVisit),
  /** Of the day's visits. */
  workMinutes: z.int(),
  /** Of the whole way, home again included. */
  travelMinutes: z.int(),
  kilometres: z.number(),
  /** The first visit after the date. */
  next: MyVisit.optional(),
})
export type MyDay = z.infer<typeof MyDay>

/** A PDF in base64. */
export const DaySheetFile = z.object({ fileName: z.string(), pdf: z.string() })
export type DaySheetFile = z.infer<typeof DaySheetFile>

/** Days of one calendar file. */
export const calendarDays = 366
/** Technicians of one file of day sheets. */
export const daySheetWorkers = 60

const dayErrors = refusals('RANGE_INVALID')

/** The day of technicians: on the map, on their screen, on paper and in their calendars. */
export const dispatchDayContract = {
  /** Stops of the day in the caller's working office's zone, as stored; technicians: their own. */
  getMap: query('dispatch.read')
    .input(z.object({ date: LocalDate, workerIds: z.array(WorkerId).max(1000).optional() }))
    .output(DayMap),
  listMyDay: query('dispatch.work')
    .input(z.object({ date: LocalDate }))
    .output(MyDay),
  /** Of the stored plan, in the technician's language; technicians: their own. */
  getDaySheet: longQuery('dispatch.work')
    .input(z.object({ workerId: WorkerId, date: LocalDate }))
    .output(DaySheetFile),
  /** One file with the sheets of several, each beginning on a page of its own. */
  getDaySheets: longQuery('dispatch.work')
    .input(z.object({ workerIds: z.array(WorkerId).min(1).max(daySheetWorkers), date: LocalDate }))
    .output(DaySheetFile),
  /** Writes which events the file says, so that what is taken away later is said once. */
  exportCalendar: command('dispatch.work')
    .input(z.object({ workerId: WorkerId, from: LocalDate, to: LocalDate, reason: Reason }))
    .output(z.object({ fileName: z.string(), ics: z.string(), count: z.int() }))
    .errors(dayErrors),
}
