import type { Role } from '../../../shared/contract/permission'
import type { Description, ReasonUse } from '../../../shared/contract/stages'

export type StageCode = 'PLAN' | 'INPROC' | 'CANCEL' | 'WAITPART' | 'DONE' | 'ARCH'
export type ReasonCodeName = 'PARTS' | 'CUST' | 'WEATHER' | 'DOUBLE' | 'ACCESS'

export interface DemoStage {
  readonly code: StageCode
  readonly parent?: StageCode
  readonly description: Description
  readonly color: string
  readonly fields: {
    readonly allowModify?: boolean
    readonly allowDelete?: boolean
    readonly allowCancel?: boolean
    readonly allowPost?: boolean
    readonly reasonRequired?: boolean
    readonly stopsSla?: boolean
    readonly allowedRoles?: Role[]
    readonly targetMinutes?: number
  }
}

const nothing = { allowModify: false, allowDelete: false, allowCancel: false, allowPost: false } as const

/** Tree T of area 05 §6. */
export const demoStages: readonly DemoStage[] = [
  {
    code: 'PLAN',
    description: {
      ...{ en: 'Planned', nb: 'Planlagt', fi: 'Suunniteltu' },
      ...{ lv: 'Plānots', et: 'Planeeritud', de: 'Geplant' },
    },
    color: '#5B7FA6',
    fields: { allowPost: false },
  },
  {
    ...{ code: 'INPROC', parent: 'PLAN' },
    description: {
      ...{ en: 'In process', nb: 'Under arbeid', fi: 'Työn alla' },
      ...{ lv: 'Procesā', et: 'Töös', de: 'In Arbeit' },
    },
    color: '#2E7D6B',
    fields: {
      ...{ allowDelete: false, allowCancel: false },
      allowedRoles: ['serviceManager', 'dispatcher', 'technician'],
      targetMinutes: 4800,
    },
  },
  {
    ...{ code: 'CANCEL', parent: 'PLAN' },
    description: {
      ...{ en: 'Canceled', nb: 'Annullert', fi: 'Peruutettu' },
      ...{ lv: 'Atcelts', et: 'Tühistatud', de: 'Storniert' },
    },
    color: '#8A5A5A',
    fields: { ...nothing, allowCancel: true, reasonRequired: true, stopsSla: true },
  },
  {
    ...{ code: 'WAITPART', parent: 'INPROC' },
    description: {
      ...{ en: 'Waiting for parts', nb: 'Venter på deler', fi: 'Odottaa osia' },
      ...{ lv: 'Gaida detaļas', et: 'Ootab varuosi', de: 'Wartet auf Teile' },
    },
    color: '#B07A2A',
    fields: { ...nothing, allowModify: true, reasonRequired: true, stopsSla: true },
  },
  {
    ...{ code: 'DONE', parent: 'INPROC' },
    description: {
      ...{ en: 'Done', nb: 'Utført', fi: 'Valmis' },
      ...{ lv: 'Pabeigts', et: 'Valmis', de: 'Erledigt' },
    },
    color: '#3F6FB5',
    fields: { ...nothing, allowPost: true, stopsSla: true },
  },
  {
    ...{ code: 'ARCH', parent: 'DONE' },
    description: {
      ...{ en: 'Archived', nb: 'Arkivert', fi: 'Arkistoitu' },
      ...{ lv: 'Arhivēts', et: 'Arhiveeritud', de: 'Archiviert' },
    },
    color: '#6B6B6B',
    fields: nothing,
  },
]

export interface DemoReason {
  readonly code: ReasonCodeName
  readonly description: Description
  readonly uses: ReasonUse[]
}

export const demoReasons: readonly DemoReason[] = [
  {
    code: 'PARTS',
    description: {
      ...{ en: 'Parts missing', nb: 'Deler mangler', fi: 'Osia puuttuu' },
      ...{ lv: 'Trūkst detaļu', et: 'Varuosad puuduvad', de: 'Teile fehlen' },
    },
    uses: ['stageChange', 'slaExceeded'],
  },
  {
    code: 'CUST',
    description: {
      ...{ en: 'At the customer’s request', nb: 'Etter kundens ønske', fi: 'Asiakkaan pyynnöstä' },
      ...{ lv: 'Pēc klienta lūguma', et: 'Kliendi soovil', de: 'Auf Wunsch des Kunden' },
    },
    uses: ['stageChange', 'slaCanceled', 'orderCancel'],
  },
  {
    code: 'WEATHER',
    description: {
      ...{ en: 'Weather', nb: 'Vær', fi: 'Sää' },
      ...{ lv: 'Laikapstākļi', et: 'Ilm', de: 'Wetter' },
    },
    uses: ['stageChange', 'slaExceeded', 'orderCancel'],
  },
  {
    code: 'DOUBLE',
    description: {
      ...{ en: 'Entered twice', nb: 'Registrert to ganger', fi: 'Kirjattu kahdesti' },
      ...{ lv: 'Ievadīts divreiz', et: 'Sisestatud kaks korda', de: 'Doppelt erfasst' },
    },
    uses: ['stageChange', 'orderCancel'],
  },
  {
    code: 'ACCESS',
    description: {
      ...{ en: 'No access', nb: 'Ingen adgang', fi: 'Ei pääsyä' },
      ...{ lv: 'Nav piekļuves', et: 'Ligipääs puudub', de: 'Kein Zugang' },
    },
    uses: ['stageChange', 'slaExceeded'],
  },
]
