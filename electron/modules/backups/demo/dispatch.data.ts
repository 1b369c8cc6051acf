import type { AbsenceKind, BarPattern } from '../../../shared/contract/dispatchSetUp'

/** Micro-degrees. */
export interface Place {
  readonly latitude: number
  readonly longitude: number
}
const place = (latitude: number, longitude: number): Place => ({
  latitude: Math.round(latitude * 1_000_000),
  longitude: Math.round(longitude * 1_000_000),
})

export interface DemoTeam {
  readonly code: string
  readonly description: string
  readonly color: string
  readonly base: Place
  /** Technicians, each with where the day begins. */
  readonly members: readonly (readonly [name: string, base: Place])[]
  /** Where the team works. */
  readonly stations: readonly (readonly [
    name: string,
    address: string,
    postalCode: string,
    city: string,
    at: Place,
  ])[]
}

/** Two teams of the Oslo region, and the stations of a fleet of rental bicycles that they look after. */
export const demoTeams: readonly DemoTeam[] = [
  {
    ...{ code: 'EAST', description: 'Oslo and east', color: '#1B6E8C', base: place(59.9139, 10.7522) },
    members: [
      ['Eirik Dahl', place(59.9139, 10.7522)],
      ['Mārtiņš Ozols', place(59.927, 10.81)],
      ['Felix Brandt', place(59.9285, 10.9625)],
      ['Sigrid Bakken', place(59.956, 11.0504)],
      ['Elīna Bērziņa', place(59.8895, 10.8005)],
    ],
    stations: [
      ['Grünerløkka station', 'Thorvald Meyers gate 40', '0552', 'Oslo', place(59.9226, 10.7596)],
      ['Bryn station', 'Østensjøveien 16', '0661', 'Oslo', place(59.9087, 10.8132)],
      ['Nydalen station', 'Nydalsveien 28', '0484', 'Oslo', place(59.9496, 10.7655)],
      ['Lørenskog station', 'Skårersletta 45', '1473', 'Lørenskog', place(59.9285, 10.9625)],
      ['Lillestrøm station', 'Storgata 14', '2000', 'Lillestrøm', place(59.956, 11.0504)],
      ['Kolbotn station', 'Jan Baalsruds plass 1', '1410', 'Kolbotn', place(59.8113, 10.8012)],
    ],
  },
  {
    ...{ code: 'WEST', description: 'Oslo west and Bærum', color: '#8A5A00', base: place(59.9127, 10.6408) },
    members: [
      ['Liis Tamm', place(59.9127, 10.6408)],
      ['Aino Virtanen', place(59.8906, 10.526)],
      ['Rasmus Kask', place(59.9405, 10.6938)],
      ['Oskar Lund', place(59.9275, 10.715)],
    ],
    stations: [
      ['Majorstuen station', 'Kirkeveien 64', '0364', 'Oslo', place(59.9297, 10.7162)],
      ['Skøyen station', 'Karenslyst allé 8', '0278', 'Oslo', place(59.9226, 10.6789)],
      ['Lysaker station', 'Lysaker torg 5', '1366', 'Lysaker', place(59.9127, 10.6408)],
      ['Fornebu station', 'Snarøyveien 36', '1364', 'Fornebu', place(59.8996, 10.6275)],
      ['Sandvika station', 'Claude Monets allé 5', '1338', 'Sandvika', place(59.8906, 10.526)],
      ['Asker station', 'Torvveien 1', '1383', 'Asker', place(59.8331, 10.4392)],
    ],
  },
]

/** Whose stations they are: the number of a customer of the extract. */
export const fleetCustomer = 'NB0101'

interface DemoActivityType {
  readonly code: string
  readonly description: string
  readonly defaultDuration: number
  readonly pattern: BarPattern
  readonly defaultSkills: readonly { readonly skill: string; readonly level: number }[]
}
export const demoActivityTypes: readonly DemoActivityType[] = [
  {
    ...{ code: 'VISIT', description: 'Visit', defaultDuration: 60, pattern: 'plain' },
    defaultSkills: [],
  },
  {
    ...{ code: 'BRAKES', description: 'Brake service', defaultDuration: 75, pattern: 'stripes' },
    defaultSkills: [{ skill: 'BRAKES', level: 3 }],
  },
]

/** When visits begin, in minutes of the day; what lies between them is enough to drive. */
export const visitStarts: readonly number[] = [480, 630, 780]
export const visitMinutes: readonly number[] = [60, 75, 90]

export interface DemoAbsence {
  readonly name: string
  /** Working days after the demo's day. */
  readonly day: number
  readonly fromMinute: number
  readonly toMinute: number
  readonly kind: AbsenceKind
  readonly note?: string
}
export const demoAbsences: readonly DemoAbsence[] = [
  // Reported after the day was planned: what was planned stays, and shows.
  { name: 'Aino Virtanen', day: 0, fromMinute: 720, toMinute: 960, kind: 'sick' },
  { name: 'Felix Brandt', day: 2, fromMinute: 480, toMinute: 960, kind: 'holiday' },
  {
    name: 'Oskar Lund',
    day: 3,
    fromMinute: 480,
    toMinute: 720,
    kind: 'training',
    note: 'Course on suspension',
  },
]
