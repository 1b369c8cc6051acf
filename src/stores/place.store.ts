import type { Company, Office } from '@contract/people'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { onChange } from '@/rpc/changes'
import { client } from '@/rpc/client'
import { useSessionStore } from './session.store'

/** The company and its offices: where the user works, in which zone and currency. */
export const usePlaceStore = defineStore('place', () => {
  const session = useSessionStore()
  const company = shallowRef<Company>()
  const offices = shallowRef<readonly Office[]>([])

  const office = computed(() => offices.value.find(({ id }) => id === session.session?.officeId))
  /** Offices the user may work in. */
  const ownOffices = computed(() =>
    offices.value.filter(({ id, active }) => active && session.session?.officeIds.includes(id)),
  )
  const zone = computed(
    () => office.value?.zone ?? company.value?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
  )
  const currency = computed(() => office.value?.currency ?? company.value?.currency ?? 'EUR')

  async function load(): Promise<void> {
    if (!session.can('people.read')) return
    const [loaded, page] = await Promise.all([
      client.people.getCompany(),
      client.people.listOffices({ limit: 200, sort: [{ field: 'name', direction: 'asc' }] }),
    ])
    company.value = loaded
    offices.value = page.items
  }

  onChange('office', () => void load())
  onChange('company', () => void load())

  return { company, office, offices, ownOffices, zone, currency, load }
})
