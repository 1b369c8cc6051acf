import { contract } from '@contract/index'
import { describe, expect, it } from 'vitest'
import { effectScope, nextTick } from 'vue'
import { fieldsOf } from '@/composables/contract'
import { useContractForm } from '@/composables/useContractForm'

const schema = fieldsOf(contract.customers.createCustomer)

function open() {
  const form = effectScope().run(() =>
    useContractForm(schema, { currency: 'NOK' }, { labels: 'customers.customer' }),
  )
  if (!form) throw new Error('no form')
  return form
}

const refusal = (code: string, field: string) => ({
  code,
  data: {},
  reasons: [{ code, fields: [field], values: {} }],
})

describe('useContractForm', () => {
  it('shows no error while a field is typed first, but once it is left', () => {
    const form = open()
    form.values.name = ''
    expect(form.field('name').errorMessages).toEqual([])

    form.field('name').onBlur()

    expect(form.field('name').errorMessages).toEqual(['Please fill in this field.'])
  })

  it('writes "optional" where a field may stay empty, and nothing where it must not', () => {
    const form = open()
    expect(form.field('name').label).toBe('Name')
    expect(form.field('taxNumber').label).toBe('Tax number (optional)')
  })

  it('gives no input while something is wrong, and lists it with its label', () => {
    const form = open()
    form.values.name = 'x'.repeat(201)
    form.values.currency = 'krone'

    expect(form.submit()).toBeUndefined()

    expect(form.problems.value.map(({ field, label }) => [field, label])).toEqual([
      ['name', 'Name'],
      ['currency', 'Currency'],
    ])
    expect(form.problems.value[0]?.text).toBe('At most 200 characters.')
  })

  it('takes an emptied field for an absent one', () => {
    const form = open()
    form.values.name = ' Fjord '
    form.values.taxNumber = '  '
    expect(form.submit()).toEqual({ name: 'Fjord', currency: 'NOK' })
  })

  it('R01-04: shows a refusal beside its field until that field is changed', async () => {
    const form = open()
    form.values.name = 'Fjord'
    form.values.number = '7'

    expect(form.refuse(refusal('NUMBER_TAKEN', 'number'))).toBe(true)
    expect(form.field('number').errorMessages).toEqual(['This number is in use already.'])
    form.values.number = '8'
    await nextTick()

    expect(form.field('number').errorMessages).toEqual([])
  })

  it('leaves a refusal that names no field of the form to the page', () => {
    expect(open().refuse(refusal('STORE_FULL', 'elsewhere'))).toBe(false)
  })

  it('gives no input while the text of a field cannot be read', () => {
    const form = open()
    form.values.name = 'Fjord'
    form.unread.set('annualSales', 'no number')
    expect(form.submit()).toBeUndefined()
  })
})
