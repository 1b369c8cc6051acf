import type { EntityChange } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { ReasonCodeId } from '../../shared/contract/id'
import type { StagesRepository } from '../stages/index'

/** Why a list is changed, in a new store (09 §2.3). */
const reasons = [
  {
    code: 'WEAR',
    description: {
      en: 'Worn out',
      nb: 'Slitt',
      fi: 'Kulunut',
      lv: 'Nolietots',
      et: 'Kulunud',
      de: 'Verschleiß',
    },
  },
  {
    code: 'DEFECT',
    description: { en: 'Defect', nb: 'Defekt', fi: 'Vika', lv: 'Bojājums', et: 'Rike', de: 'Defekt' },
  },
  {
    code: 'RECALL',
    description: {
      ...{ en: 'Recall', nb: 'Tilbakekalling', fi: 'Takaisinveto' },
      ...{ lv: 'Atsaukums', et: 'Tagasikutsumine', de: 'Rückruf' },
    },
  },
  {
    code: 'UPGRADE',
    description: {
      ...{ en: 'Upgrade', nb: 'Oppgradering', fi: 'Päivitys' },
      ...{ lv: 'Uzlabojums', et: 'Täiustus', de: 'Aufrüstung' },
    },
  },
  {
    code: 'MAINT',
    description: {
      ...{ en: 'Preventive maintenance', nb: 'Forebyggende vedlikehold', fi: 'Ennakoiva huolto' },
      ...{ lv: 'Profilaktiskā apkope', et: 'Ennetav hooldus', de: 'Vorbeugende Wartung' },
    },
  },
  {
    code: 'CUSTOMER',
    description: {
      ...{ en: "Customer's wish", nb: 'Kundens ønske', fi: 'Asiakkaan toive' },
      ...{ lv: 'Klienta vēlme', et: 'Kliendi soov', de: 'Kundenwunsch' },
    },
  },
  {
    code: 'CORRECTION',
    description: {
      ...{ en: 'Correction', nb: 'Retting', fi: 'Oikaisu' },
      ...{ lv: 'Labojums', et: 'Parandus', de: 'Korrektur' },
    },
  },
]

/** The reason codes of a new store. */
export function seedBom({ reasons: records }: Pick<StagesRepository, 'reasons'>): EntityChange[] {
  return reasons.map(({ code, description }) =>
    records.insert({
      ...{ id: ReasonCodeId.parse(mintId()), version: 1, code, description },
      ...{ uses: ['bomChange'], stageIds: [], active: true },
    }),
  )
}
