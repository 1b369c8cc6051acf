import type { EntityChange } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import type { LineProperty } from '../../shared/contract/agreements'
import { CategoryId, LinePropertyId } from '../../shared/contract/id'
import { standardProperty, type AgreementsRepository, type StoredCategory } from './agreements.repository'

type Property = Pick<LineProperty, 'code' | 'name' | 'chargeable' | 'costPercent' | 'salesPercent'>

const properties: readonly Property[] = [
  { code: standardProperty, name: 'Chargeable', chargeable: true, costPercent: 10_000, salesPercent: 10_000 },
  { code: 'WARRANTY', name: 'Warranty', chargeable: false, costPercent: 10_000, salesPercent: 0 },
  { code: 'GOODWILL', name: 'Goodwill', chargeable: true, costPercent: 10_000, salesPercent: 5_000 },
]
const categories: readonly Pick<StoredCategory, 'code' | 'name' | 'type'>[] = [
  { code: 'HOUR', name: 'Working hours', type: 'hour' },
  { code: 'EXPENSE', name: 'Expenses', type: 'expense' },
  { code: 'FEE', name: 'Fees', type: 'fee' },
]

/** The line properties of 02 §2.3 and one default category for hours, expenses and fees. */
export function seedAgreements(repository: AgreementsRepository): EntityChange[] {
  return [
    ...properties.map((property) =>
      repository.properties.insert({
        id: LinePropertyId.parse(mintId()),
        version: 1,
        ...property,
        active: true,
      }),
    ),
    ...categories.map((category) =>
      repository.categories.insert({
        id: CategoryId.parse(mintId()),
        version: 1,
        ...category,
        isDefault: true,
        active: true,
      }),
    ),
  ]
}
