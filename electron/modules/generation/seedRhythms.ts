import type { EntityChange } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { IntervalId, TimeWindowId } from '../../shared/contract/id'
import type { Rhythms, StoredInterval, StoredWindow } from './rhythms.repository'

type Texts = readonly [en: string, nb: string, fi: string, lv: string, et: string, de: string]

// prettier-ignore
const intervals: readonly [string, StoredInterval['range'], number, Texts][] = [
  ['1W', 'week', 1, ['Weekly', 'Ukentlig', 'Viikoittain', 'Reizi nedēļā', 'Iga nädal', 'Wöchentlich']],
  ['2W', 'week', 2, ['Every 2 weeks', 'Hver 2. uke', '2 viikon välein', 'Ik pēc 2 nedēļām', 'Iga 2 nädala järel', 'Alle 2 Wochen']],
  ['1M', 'month', 1, ['Monthly', 'Månedlig', 'Kuukausittain', 'Reizi mēnesī', 'Iga kuu', 'Monatlich']],
  ['2M', 'month', 2, ['Every 2 months', 'Hver 2. måned', '2 kuukauden välein', 'Ik pēc 2 mēnešiem', 'Iga 2 kuu järel', 'Alle 2 Monate']],
  ['3M', 'quarter', 1, ['Quarterly', 'Kvartalsvis', 'Neljännesvuosittain', 'Reizi ceturksnī', 'Kord kvartalis', 'Vierteljährlich']],
  ['6M', 'month', 6, ['Half-yearly', 'Halvårlig', 'Puolivuosittain', 'Reizi pusgadā', 'Kord poolaastas', 'Halbjährlich']],
  ['1Y', 'year', 1, ['Yearly', 'Årlig', 'Vuosittain', 'Reizi gadā', 'Kord aastas', 'Jährlich']],
  ['2Y', 'year', 2, ['Every 2 years', 'Hvert 2. år', '2 vuoden välein', 'Ik pēc 2 gadiem', 'Iga 2 aasta järel', 'Alle 2 Jahre']],
]
// prettier-ignore
const windows: readonly [string, Pick<StoredWindow, 'method' | 'daysBefore' | 'daysAfter'>, Texts][] = [
  ['WEEK', { method: 'week' }, ['Same week', 'Samme uke', 'Sama viikko', 'Tajā pašā nedēļā', 'Sama nädal', 'Gleiche Woche']],
  ['MONTH', { method: 'month' }, ['Same month', 'Samme måned', 'Sama kuukausi', 'Tajā pašā mēnesī', 'Sama kuu', 'Gleicher Monat']],
  ['3D', { method: 'manual', daysBefore: 3, daysAfter: 3 }, ['3 days either way', '3 dager hver vei', '3 päivää suuntaansa', '3 dienas uz katru pusi', '3 päeva mõlemas suunas', '3 Tage vor oder zurück']],
  ['14D', { method: 'manual', daysBefore: 14, daysAfter: 14 }, ['14 days either way', '14 dager hver vei', '14 päivää suuntaansa', '14 dienas uz katru pusi', '14 päeva mõlemas suunas', '14 Tage vor oder zurück']],
]

/** The rhythms and windows that a new store begins with; companies change and add to them. */
export function seedRhythms(rhythms: Rhythms): EntityChange[] {
  return [
    ...intervals.map(([code, range, frequency, texts]) =>
      rhythms.intervals.insert({
        id: IntervalId.parse(mintId()),
        version: 1,
        ...{ code, range, frequency, monthEndRule: 'clamp', active: true },
        description: inLanguages(texts),
      }),
    ),
    ...windows.map(([code, span, texts]) =>
      rhythms.windows.insert({
        id: TimeWindowId.parse(mintId()),
        version: 1,
        ...{ code, ...span, active: true },
        description: inLanguages(texts),
      }),
    ),
  ]
}

function inLanguages([en, nb, fi, lv, et, de]: Texts): StoredInterval['description'] {
  return { en, nb, fi, lv, et, de }
}
