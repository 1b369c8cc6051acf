import { describe, expect, it } from 'vitest'
import {
  checkAccount,
  checkCategory,
  checkCombination,
  chooseLineProperty,
} from '../../electron/modules/agreements/index'
import type { LinePropertyId } from '../../electron/shared/contract/id'
import { newId } from '../support/app'

const chargeable = newId<LinePropertyId>()
const warranty = newId<LinePropertyId>()
const goodwill = newId<LinePropertyId>()

describe('chooseLineProperty', () => {
  it('R-02.37: GOODWILL of the account with search account, WARRANTY of the category with category, else CHARGEABLE', () => {
    const category = { linePropertyId: warranty }
    const account = (linePropertySearch: 'account' | 'category') => ({
      linePropertyId: goodwill,
      linePropertySearch,
    })

    expect(chooseLineProperty({ account: account('account'), category, standardId: chargeable })).toBe(
      goodwill,
    )
    expect(chooseLineProperty({ account: account('category'), category, standardId: chargeable })).toBe(
      warranty,
    )
    expect(chooseLineProperty({ category, standardId: chargeable })).toBe(warranty)
    expect(chooseLineProperty({ standardId: chargeable })).toBe(chargeable)
  })

  it('R02-33: what comes first and names none leaves it to the other', () => {
    const account = { linePropertyId: goodwill, linePropertySearch: 'category' } as const

    expect(chooseLineProperty({ account, category: {}, standardId: chargeable })).toBe(goodwill)
  })
})

describe('checkCategory', () => {
  const travel = { id: newId(), type: 'expense', active: false } as const

  it('R-02.36: an inactive category is refused on a new line, not with the setting nor on a line that has it', () => {
    const use = { lineType: 'expense', allowInactive: false } as const

    expect(checkCategory(travel, use)).toMatchObject([{ code: 'CATEGORY_INACTIVE', field: 'categoryId' }])
    expect(checkCategory(travel, { ...use, allowInactive: true })).toEqual([])
    expect(checkCategory(travel, { ...use, heldId: travel.id })).toEqual([])
  })

  it('R02-32: a category of another type is CATEGORY_TYPE', () => {
    expect(checkCategory(travel, { lineType: 'hour', allowInactive: true })).toMatchObject([
      { code: 'CATEGORY_TYPE', field: 'categoryId' },
    ])
  })
})

describe('checkCombination', () => {
  const inspect = newId()
  const travel = newId()
  const kari = { id: newId(), allowedCategoryIds: [inspect] }
  const account = { allowedWorkerIds: [newId()], allowedCategoryIds: [inspect] }
  const off = {
    validateWorkerAccount: 'none',
    validateAccountCategory: 'none',
    validateWorkerCategory: 'none',
  } as const

  it('R02-31: a mandatory pair that is not allowed is refused with its field, a look-up is not', () => {
    const line = { account, worker: kari, categoryId: travel }

    expect(checkCombination(line, off)).toEqual([])
    expect(checkCombination(line, { ...off, validateAccountCategory: 'lookup' })).toEqual([])
    expect(checkCombination(line, { ...off, validateAccountCategory: 'mandatory' })).toEqual([
      { code: 'COMBINATION_NOT_ALLOWED', field: 'categoryId' },
    ])
    expect(checkCombination(line, { ...off, validateWorkerAccount: 'mandatory' })).toEqual([
      { code: 'COMBINATION_NOT_ALLOWED', field: 'workerId' },
    ])
    expect(checkCombination(line, { ...off, validateWorkerCategory: 'mandatory' })).toEqual([
      { code: 'COMBINATION_NOT_ALLOWED', field: 'categoryId' },
    ])
  })

  it('R02-31: an empty list allows all', () => {
    const open = {
      account: { allowedWorkerIds: [], allowedCategoryIds: [] },
      worker: kari,
      categoryId: travel,
    }

    expect(
      checkCombination(open, {
        ...off,
        validateWorkerAccount: 'mandatory',
        validateAccountCategory: 'mandatory',
      }),
    ).toEqual([])
  })
})

describe('checkAccount', () => {
  const customerId = newId()
  const account = {
    id: newId(),
    customerId,
    type: 'timeAndMaterial',
    status: 'open',
    linePropertySearch: 'account',
    allowedWorkerIds: [],
    allowedCategoryIds: [],
  } as const

  it('R04-27: blocked takes no new work, closed none at all', () => {
    const codes = (status: 'open' | 'blocked' | 'closed', work: 'new' | 'existing') =>
      checkAccount({ ...account, status }, { work, customerId }).map(({ code }) => code)

    expect(codes('open', 'new')).toEqual([])
    expect(codes('blocked', 'new')).toEqual(['BILLING_ACCOUNT_CLOSED'])
    expect(codes('blocked', 'existing')).toEqual([])
    expect(codes('closed', 'existing')).toEqual(['BILLING_ACCOUNT_CLOSED'])
    expect(checkAccount({ ...account, status: 'closed' }, { work: 'new', customerId })).toMatchObject([
      { account: account.id, status: 'closed' },
    ])
  })

  it('04 §2.1: neither the type time nor the account of another customer', () => {
    expect(checkAccount({ ...account, type: 'time' }, { work: 'new', customerId: newId() })).toMatchObject([
      { code: 'BILLING_ACCOUNT_TYPE' },
      { code: 'BILLING_ACCOUNT_OTHER_CUSTOMER' },
    ])
  })
})
