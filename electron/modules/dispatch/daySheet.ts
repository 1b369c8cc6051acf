import type { Act } from '../../db/act'
import type { DaySheetFile } from '../../shared/contract/dispatchDay'
import { localText } from '../../shared/localText'
import type { DaySheet, DaySheetStop } from '../documents/index'
import { totalsOf, travelFields } from './dayMap'
import { addressOf, contactOf, notesOf, objectsOf, partOf } from './myDay'
import { assertMayCarry, spanOf, tripOfWorker, visitsOf, zoneOf, type DayDeps } from './plannedDay'

/**
 * The sheets of technicians for a date, each in his language, one file (07 §3.13). They are made of the store alone: what
 * is being tried out on a board is never on them.
 */
export async function getDaySheets(
  deps: DayDeps,
  act: Act,
  { date, workerIds }: { readonly date: string; readonly workerIds: readonly string[] },
): Promise<DaySheetFile> {
  for (const workerId of workerIds) assertMayCarry(act.caller, deps.workers.get(workerId))
  const sheets = workerIds.map((workerId) => sheetOf(deps, act, workerId, date))
  const [first] = sheets
  if (!first) throw new Error('there is at least one technician')
  const { bytes, title } = await deps.renderDaySheets(sheets, act.at)
  const others = sheets.length > 1 ? ` +${sheets.length - 1}` : ''
  const name = `${first.technician.number}${others} ${title} ${date}.pdf`
  return { fileName: name.replaceAll(/[\\/:*?"<>|]/g, '-'), pdf: Buffer.from(bytes).toString('base64') }
}

/** Throws NOT_FOUND. */
function sheetOf(deps: DayDeps, { caller }: Act, workerId: string, date: string): DaySheet {
  const worker = deps.workers.get(workerId)
  const language = deps.languageOf(worker.id)
  const zone = zoneOf(deps, caller, worker)
  const visits = visitsOf(deps, caller, [workerId], spanOf(zone, date))
  const trip = tripOfWorker(deps, caller, worker, date, visits)
  const detailsOf = deps.details.detailsOf(visits.map(({ orderId }) => orderId))
  const stops = trip.legs.map(({ stop: { visit }, travel }, index): DaySheetStop => {
    const { customerName, duration, end, number, orderId, orderNumber, siteName, siteZone, start, subject } =
      visit
    const { objects, parts, place, tasks } = detailsOf(orderId)
    return {
      position: index + 1,
      ...{ number, orderNumber, subject, start, end, zone: siteZone, minutes: duration },
      ...{ customerName, siteName, address: addressOf(place), ...contactOf(place) },
      notes: notesOf(deps, orderId, place),
      tasks: tasks.map(({ internalNote, name }) => ({
        name: localText(name, language),
        note: internalNote ?? undefined,
      })),
      objects: objectsOf(objects),
      parts: parts.map(partOf),
      travel: travelFields(travel),
    }
  })
  return {
    ...{ date, language, zone, stops },
    technician: { number: worker.number, name: worker.displayName },
    workMinutes: visits.reduce((sum, { duration }) => sum + duration, 0),
    home: trip.home && travelFields(trip.home),
    ...totalsOf(trip),
  }
}
