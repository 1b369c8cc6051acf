import type { Agreement } from '@contract/serviceAgreements'
import { computed, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useSessionStore } from '@/stores/session.store'
import type { StateAct } from './agreements.commands'

const nextStates: Readonly<Record<Agreement['status'], readonly StateAct[]>> = {
  draft: ['activate'],
  active: ['suspend', 'close'],
  suspended: ['resume', 'close'],
  closed: ['reopen'],
}

/** What may be done with an agreement now, and why not (02 §3.1, §4). */
export function useAgreementRights(agreement: Readonly<Ref<Agreement | undefined>>) {
  const { t } = useI18n()
  const session = useSessionStore()
  const mayManage = session.can('agreements.manage')
  const mayWrite = session.can('agreements.write')

  /** The ways on from here; a template has none. */
  const states = computed<readonly StateAct[]>(() => {
    const held = agreement.value
    return held && mayManage && !held.isTemplate ? nextStates[held.status] : []
  })
  const isOpen = computed(() => {
    const held = agreement.value
    return held !== undefined && !held.isTemplate && held.status !== 'closed'
  })
  const canTerminate = computed(
    () =>
      mayManage && isOpen.value && agreement.value?.status !== 'draft' && !agreement.value?.terminationDate,
  )
  const canWithdraw = computed(() => mayManage && agreement.value?.terminationDate !== undefined)
  const canRenew = computed(() => mayManage && agreement.value?.status === 'active')
  /** Why no order can be made from it; undefined: it can (R02-01). */
  const noOrders = computed(() => {
    const { isTemplate, status } = agreement.value ?? {}
    if (isTemplate) return t('error.AGREEMENT_IS_TEMPLATE')
    if (status === 'draft') return t('error.AGREEMENT_DRAFT')
    if (status === 'suspended') return t('error.AGREEMENT_SUSPENDED')
    return status === 'closed' ? t('error.AGREEMENT_CLOSED') : undefined
  })
  return { states, isOpen, mayManage, mayWrite, canTerminate, canWithdraw, canRenew, noOrders }
}
