import type { WorkerSkill } from '../../../shared/contract/people'
import type { Role } from '../../../shared/contract/permission'

/** The password that the users of the demo company share (R01-32). */
export const demoPassword = 'aftercare-demo'

export interface DemoWorker {
  readonly name: string
  readonly title: string
  readonly hired: string
  readonly skills: readonly WorkerSkill[]
  /** Cost of an hour, NOK. */
  readonly hourlyCost: number
  readonly isTechnician: boolean
  readonly hasVan: boolean
}

const office = { skills: [], hourlyCost: 480, isTechnician: false, hasVan: false } as const
const technician = (hourlyCost: number, ...skills: [string, number][]) => ({
  skills: skills.map(([skill, level]) => ({ skill, level })),
  hourlyCost,
  isTechnician: true,
  hasVan: false,
})
const withVan = { hasVan: true } as const

/** What technicians of the demo company can do: code and description. */
export const demoSkills: readonly (readonly [code: string, description: string])[] = [
  ['BRAKES', 'Brakes, bleeding and pads'],
  ['DRIVETRAIN', 'Drivetrain, motor and battery'],
  ['FITTING', 'Fitting and handover'],
  ['FRAMES', 'Frames and forks'],
  ['SUSPENSION', 'Suspension service'],
  ['WHEELS', 'Wheel building and truing'],
]

/** Who works in the demo company; every name is invented. */
export const demoWorkers: readonly DemoWorker[] = [
  { name: 'Ingrid Solheim', title: 'Service manager', hired: '2014-03-03', ...office },
  { name: 'Jonas Lindqvist', title: 'Dispatcher', hired: '2017-08-14', ...office },
  { name: 'Marte Haugen', title: 'Back office', hired: '2018-01-08', ...office },
  { name: 'Anneli Saar', title: 'IT and administration', hired: '2020-10-05', ...office },
  { name: 'Henrik Vogel', title: 'Parts and stock', hired: '2016-05-02', ...office },
  {
    ...{ name: 'Eirik Dahl', title: 'Senior technician', hired: '2015-04-07' },
    ...technician(430, ['DRIVETRAIN', 5], ['WHEELS', 4], ['SUSPENSION', 3]),
    ...withVan,
  },
  {
    ...{ name: 'Liis Tamm', title: 'Technician', hired: '2018-06-11' },
    ...technician(405, ['SUSPENSION', 5], ['BRAKES', 4]),
    ...withVan,
  },
  {
    ...{ name: 'Mārtiņš Ozols', title: 'Technician', hired: '2019-02-18' },
    ...technician(395, ['FRAMES', 4], ['WHEELS', 5]),
    ...withVan,
  },
  {
    ...{ name: 'Aino Virtanen', title: 'Technician', hired: '2019-09-02' },
    ...technician(398, ['BRAKES', 5], ['DRIVETRAIN', 3]),
  },
  {
    ...{ name: 'Felix Brandt', title: 'Technician', hired: '2020-03-16' },
    ...technician(388, ['DRIVETRAIN', 4], ['FITTING', 3]),
  },
  {
    ...{ name: 'Sigrid Bakken', title: 'Technician', hired: '2021-05-10' },
    ...technician(372, ['WHEELS', 4], ['FITTING', 5]),
  },
  {
    ...{ name: 'Rasmus Kask', title: 'Technician', hired: '2021-11-01' },
    ...technician(365, ['BRAKES', 3], ['FRAMES', 3]),
  },
  {
    ...{ name: 'Elīna Bērziņa', title: 'Technician', hired: '2022-08-22' },
    ...technician(358, ['DRIVETRAIN', 3], ['BRAKES', 3]),
  },
  {
    ...{ name: 'Oskar Lund', title: 'Apprentice', hired: '2024-08-19' },
    ...technician(290, ['WHEELS', 1]),
  },
  {
    ...{ name: 'Tuuli Mäkinen', title: 'Technician', hired: '2023-01-09' },
    ...technician(350, ['WHEELS', 2]),
  },
]

/** Left the company: a name that stays in history and cannot be chosen any more. */
export const formerWorker = 'Tuuli Mäkinen'
/** Charges more for repairs than the others. */
export const specialist = 'Liis Tamm'

export interface DemoUser {
  readonly login: string
  readonly name: string
  readonly role: Role
  /** The employee behind the user, by name. */
  readonly worker?: string
}

/** One user a role (R01-32). */
export const demoUsers: readonly DemoUser[] = [
  { login: 'manager', name: 'Ingrid Solheim', role: 'serviceManager', worker: 'Ingrid Solheim' },
  { login: 'dispatcher', name: 'Jonas Lindqvist', role: 'dispatcher', worker: 'Jonas Lindqvist' },
  { login: 'technician', name: 'Eirik Dahl', role: 'technician', worker: 'Eirik Dahl' },
  { login: 'office', name: 'Marte Haugen', role: 'backOffice', worker: 'Marte Haugen' },
  { login: 'board', name: 'Workshop board', role: 'board' },
  { login: 'admin', name: 'Anneli Saar', role: 'administrator', worker: 'Anneli Saar' },
]

/** First and last names for contacts, by the customer's language. */
export const contactNames: Readonly<Record<string, { first: readonly string[]; last: readonly string[] }>> = {
  nb: {
    first: ['Astrid', 'Bjørn', 'Camilla', 'Einar', 'Guro', 'Håkon', 'Solveig'],
    last: ['Aune', 'Berg', 'Fossum', 'Grøtting', 'Hovland', 'Nygård'],
  },
  fi: {
    first: ['Eero', 'Helmi', 'Juhani', 'Kaarina', 'Onni', 'Saara'],
    last: ['Hakala', 'Järvi', 'Koskela', 'Laine', 'Peltola', 'Salonen'],
  },
  lv: {
    first: ['Aivars', 'Dace', 'Ilze', 'Jānis', 'Līga', 'Raivis'],
    last: ['Balodis', 'Eglīte', 'Kalniņš', 'Liepa', 'Zariņš'],
  },
  et: {
    first: ['Aigar', 'Birgit', 'Kaarel', 'Maarika', 'Priit', 'Triin'],
    last: ['Kuusk', 'Mägi', 'Pärn', 'Sepp', 'Tammsaar'],
  },
  de: {
    first: ['Anja', 'Dirk', 'Friederike', 'Jens', 'Katrin', 'Malte', 'Swantje'],
    last: ['Ahrens', 'Bohm', 'Harms', 'Krüger', 'Petersen', 'Weiß'],
  },
  en: {
    first: ['Alva', 'Elin', 'Karl', 'Maja', 'Nils', 'Sanna', 'Viktor'],
    last: ['Ekberg', 'Hansen', 'Lindholm', 'Møller', 'Sandvik', 'Wiklund'],
  },
}
