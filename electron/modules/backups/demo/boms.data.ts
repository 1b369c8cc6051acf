import type { RemovedDisposition } from '../../../shared/contract/serviceBoms'

/** A part of a bicycle, with the parts that hang on it. */
export interface DemoPart {
  readonly number: string
  readonly count?: number
  readonly parts?: readonly DemoPart[]
}

const wheel = (number: string, tire: string, tube: string): DemoPart => ({
  number,
  parts: [{ number: tire }, { number: tube }],
})
/** What every bicycle has. */
const common: readonly DemoPart[] = [
  { number: 'CH-0234' },
  { number: 'FD-2342' },
  { number: 'RD-2308' },
  { number: 'FB-9873' },
  { number: 'RB-9231' },
  { number: 'BB-9108' },
]

/** Parts of a bicycle by its kind, from the front. */
export const bicycleParts: Readonly<Record<string, readonly DemoPart[]>> = {
  'Road Bikes': [
    wheel('FW-R820', 'TI-R982', 'TT-R982'),
    wheel('RW-R820', 'TI-R982', 'TT-R982'),
    ...common,
    ...[{ number: 'HB-R956' }, { number: 'SE-R995' }, { number: 'PD-R853' }, { number: 'CS-9183' }],
  ],
  'Mountain Bikes': [
    wheel('FW-M928', 'TI-M823', 'TT-M928'),
    wheel('RW-M928', 'TI-M823', 'TT-M928'),
    ...common,
    ...[{ number: 'HB-M918' }, { number: 'SE-M940' }, { number: 'PD-M562' }, { number: 'CS-6583' }],
  ],
  'Touring Bikes': [
    wheel('FW-T905', 'TI-T723', 'TT-T092'),
    wheel('RW-T905', 'TI-T723', 'TT-T092'),
    ...common,
    ...[{ number: 'HB-T928' }, { number: 'SE-T924' }, { number: 'PD-T852' }, { number: 'CS-4759' }],
  ],
}

/** What is replaced, why, and what becomes of the old part. */
export interface Replacement {
  readonly path: string
  readonly reason: string
  readonly disposition: RemovedDisposition
}
export const replacements: readonly Replacement[] = [
  { path: '3', reason: 'WEAR', disposition: 'scrap' },
  { path: '1.1', reason: 'WEAR', disposition: 'scrap' },
  { path: '7', reason: 'DEFECT', disposition: 'sendToSupplier' },
  { path: '2.2', reason: 'DEFECT', disposition: 'scrap' },
  { path: '11', reason: 'CUSTOMER', disposition: 'customerKeeps' },
  { path: '6', reason: 'MAINT', disposition: 'quarantine' },
]
