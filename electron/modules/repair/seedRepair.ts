import type { EntityChange } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { BarrierId, RepairStageId, ResolutionId } from '../../shared/contract/id'
import type { OutcomeClass } from '../../shared/contract/repairCodes'
import type { CodesRepository } from './codes.repository'

/** A seeded code: its English name, and its names in the other languages (08 §2.1). */
interface Seed {
  readonly code: string
  readonly name: string
  readonly names: { readonly [language in 'nb' | 'fi' | 'lv' | 'et' | 'de']: string }
}

const resolutions: readonly (Seed & { readonly outcome: OutcomeClass })[] = [
  {
    ...{ code: 'FIXED', name: 'Fixed', outcome: 'fixed' },
    names: { nb: 'Reparert', fi: 'Korjattu', lv: 'Salabots', et: 'Parandatud', de: 'Repariert' },
  },
  {
    ...{ code: 'REPAIRABLE', name: 'Repairable', outcome: 'repairable' },
    names: { nb: 'Kan repareres', fi: 'Korjattavissa', lv: 'Labojams', et: 'Parandatav', de: 'Reparierbar' },
  },
  {
    ...{ code: 'END_OF_LIFE', name: 'End of life', outcome: 'endOfLife' },
    names: {
      ...{ nb: 'Utrangert', fi: 'Käyttöikä päättynyt', lv: 'Kalpošanas laiks beidzies' },
      ...{ et: 'Kasutusiga läbi', de: 'Ende der Lebensdauer' },
    },
  },
  {
    ...{ code: 'NO_FAULT', name: 'No fault found', outcome: 'noFaultFound' },
    names: {
      ...{ nb: 'Ingen feil funnet', fi: 'Vikaa ei löytynyt', lv: 'Kļūme nav atrasta' },
      ...{ et: 'Viga ei leitud', de: 'Kein Fehler gefunden' },
    },
  },
  {
    ...{ code: 'CANCELED', name: 'Canceled', outcome: 'canceled' },
    names: { nb: 'Kansellert', fi: 'Peruutettu', lv: 'Atcelts', et: 'Tühistatud', de: 'Storniert' },
  },
  {
    ...{ code: 'UNKNOWN', name: 'Unknown', outcome: 'unknown' },
    names: { nb: 'Ukjent', fi: 'Tuntematon', lv: 'Nezināms', et: 'Teadmata', de: 'Unbekannt' },
  },
]

/** The barriers that the repair files name (01 §3.2). */
const barriers: readonly Seed[] = [
  {
    ...{ code: 'NO_PARTS', name: 'Spare parts not available' },
    names: {
      ...{ nb: 'Reservedeler kan ikke skaffes', fi: 'Varaosia ei saatavilla' },
      ...{ lv: 'Rezerves daļas nav pieejamas', et: 'Varuosi pole saada', de: 'Ersatzteile nicht erhältlich' },
    },
  },
  {
    ...{ code: 'PARTS_PRICE', name: 'Spare parts too expensive' },
    names: {
      ...{ nb: 'Reservedeler for dyre', fi: 'Varaosat liian kalliita', lv: 'Rezerves daļas pārāk dārgas' },
      ...{ et: 'Varuosad liiga kallid', de: 'Ersatzteile zu teuer' },
    },
  },
  {
    ...{ code: 'CANNOT_OPEN', name: 'No way to open the product' },
    names: {
      ...{ nb: 'Produktet kan ikke åpnes', fi: 'Tuotetta ei voi avata', lv: 'Izstrādājumu nevar atvērt' },
      ...{ et: 'Toodet ei saa avada', de: 'Produkt lässt sich nicht öffnen' },
    },
  },
  {
    ...{ code: 'NO_INFORMATION', name: 'Repair information not available' },
    names: {
      ...{ nb: 'Reparasjonsveiledning mangler', fi: 'Korjausohjeita ei saatavilla' },
      ...{ lv: 'Nav pieejama informācija par labošanu', et: 'Parandusjuhised puuduvad' },
      de: 'Reparaturanleitung nicht erhältlich',
    },
  },
  {
    ...{ code: 'NO_EQUIPMENT', name: 'Lack of equipment' },
    names: {
      ...{ nb: 'Utstyr mangler', fi: 'Välineet puuttuvat', lv: 'Trūkst aprīkojuma' },
      ...{ et: 'Vahendid puuduvad', de: 'Ausrüstung fehlt' },
    },
  },
  {
    ...{ code: 'WORN_OUT', name: 'Item too worn out' },
    names: {
      ...{ nb: 'Gjenstanden er for slitt', fi: 'Liian kulunut', lv: 'Pārāk nolietots' },
      ...{ et: 'Liiga kulunud', de: 'Zu stark verschlissen' },
    },
  },
]

const stages: readonly (Seed & { readonly finished: boolean })[] = [
  {
    ...{ code: 'RECEIVED', name: 'Received', finished: false },
    names: { nb: 'Mottatt', fi: 'Vastaanotettu', lv: 'Saņemts', et: 'Vastu võetud', de: 'Angenommen' },
  },
  {
    ...{ code: 'DIAGNOSIS', name: 'Diagnosis', finished: false },
    names: { nb: 'Diagnose', fi: 'Diagnoosi', lv: 'Diagnoze', et: 'Diagnoos', de: 'Diagnose' },
  },
  {
    ...{ code: 'WAITING', name: 'Waiting', finished: false },
    names: { nb: 'Venter', fi: 'Odottaa', lv: 'Gaida', et: 'Ootel', de: 'Wartend' },
  },
  {
    ...{ code: 'IN_REPAIR', name: 'In repair', finished: false },
    names: {
      ...{ nb: 'Under reparasjon', fi: 'Korjattavana', lv: 'Tiek labots', et: 'Parandamisel' },
      de: 'In Reparatur',
    },
  },
  {
    ...{ code: 'REPAIRED', name: 'Repaired', finished: true },
    names: { nb: 'Reparert', fi: 'Korjattu', lv: 'Salabots', et: 'Parandatud', de: 'Repariert' },
  },
  {
    ...{ code: 'NOT_REPAIRED', name: 'Not repaired', finished: true },
    names: {
      ...{ nb: 'Ikke reparert', fi: 'Ei korjattu', lv: 'Nav salabots', et: 'Pole parandatud' },
      de: 'Nicht repariert',
    },
  },
]
const step = 10

/** The codes a new store starts with: one resolution per outcome class, the barriers, the repair stages. */
export function seedRepair({ codes }: { readonly codes: CodesRepository }): EntityChange[] {
  const stateOf = (index: number) => ({ version: 1, sortOrder: (index + 1) * step, active: true })
  return [
    ...resolutions.map((resolution, index) =>
      codes.resolutions.records.insert({
        ...{ id: ResolutionId.parse(mintId()), ...resolution, ...stateOf(index) },
      }),
    ),
    ...barriers.map((barrier, index) =>
      codes.barriers.records.insert({ id: BarrierId.parse(mintId()), ...barrier, ...stateOf(index) }),
    ),
    ...stages.map((stage, index) =>
      codes.stages.records.insert({
        ...{ id: RepairStageId.parse(mintId()), ...stage, ...stateOf(index) },
        ...{ sequence: (index + 1) * step, initial: index === 0, nextStageIds: [] },
      }),
    ),
  ]
}
