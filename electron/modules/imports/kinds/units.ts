import { ProductCategory, Unit } from '../../../shared/contract/catalog'
import type { CatalogRepository } from '../../catalog/index'
import { mappedFields, settle, type KindSpec } from './kind'
import { reportInvalid } from './valid'

/** Units that are counted in whole pieces; others have three decimals (01 §3.2). */
const whole: ReadonlySet<string> = new Set('EA PC BOX CTN CS CR PAK PAL CAN BTL DZ CAR'.split(' '))

/** Units by code. */
export function unitsKind({ units }: CatalogRepository): KindSpec {
  return {
    targets: [
      { name: 'code', columns: ['unit'], isRequired: true },
      { name: 'name', isRequired: true },
      { name: 'decimals' },
    ],
    keyTarget: 'code',
    reads: [],
    open({ emptyClears }) {
      return {
        key: (row) => row.text('code')?.toUpperCase(),
        check(row) {
          const code = row.text('code')?.toUpperCase() ?? ''
          const [existing] = units.where('code', code)
          const given = mappedFields(row, {
            code,
            name: row.text('name'),
            decimals: row.decimal('decimals', 0),
          })
          const defaults = { decimals: whole.has(code) ? 0 : 3 }
          const verdict = settle({ entity: 'unit', existing, given, defaults, emptyClears })
          reportInvalid(row, Unit, verdict)
          return verdict
        },
      }
    },
  }
}

/** Product categories of the repair data by their id there. */
export function productCategoriesKind({ productCategories }: CatalogRepository): KindSpec {
  return {
    targets: [
      { name: 'externalId', columns: ['id', 'product_category_id'], isRequired: true },
      { name: 'name', columns: ['product_category'], isRequired: true },
    ],
    keyTarget: 'externalId',
    reads: [],
    open({ emptyClears }) {
      return {
        key: (row) => String(row.decimal('externalId', 0)),
        check(row) {
          const externalId = row.decimal('externalId', 0)
          const [existing] = productCategories.where('externalId', externalId)
          const given = mappedFields(row, { externalId, name: row.text('name') })
          const verdict = settle({ entity: 'productCategory', existing, given, defaults: {}, emptyClears })
          reportInvalid(row, ProductCategory, verdict)
          return verdict
        },
      }
    },
  }
}
