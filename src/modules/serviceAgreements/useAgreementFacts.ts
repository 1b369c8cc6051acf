import type { Agreement } from '@contract/serviceAgreements'
import { computed, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFormat } from '@/composables/useFormat'

/** What stands beside an agreement's number: customer, period, orders, SLA, technician (ux §4.3). */
export function useAgreementFacts(agreement: Readonly<Ref<Agreement | undefined>>) {
  const { t } = useI18n()
  const format = useFormat()

  function period({ endsOn, startDate }: Agreement): string {
    const from = format.date(startDate)
    return endsOn === undefined
      ? t('serviceAgreements.facts.open', { from })
      : t('serviceAgreements.facts.period', { from, to: format.date(endsOn) })
  }

  return computed<readonly (string | undefined)[]>(() => {
    const held = agreement.value
    if (!held) return []
    return [
      [held.customerName, held.siteName].filter(Boolean).join(', '),
      period(held),
      held.groupCode,
      t('serviceAgreements.facts.combine', { by: t(`serviceAgreements.combine.${held.combine}`) }),
      held.slaCode && t('serviceAgreements.facts.sla', { code: held.slaCode }),
      held.preferredTechnicianName,
      held.nextServiceDate && t('serviceAgreements.facts.next', { date: format.date(held.nextServiceDate) }),
    ]
  })
}
