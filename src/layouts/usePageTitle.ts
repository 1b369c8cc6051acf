import { watchEffect } from 'vue'
import { useI18n } from 'vue-i18n'
import { useBreadcrumb } from './useBreadcrumb'

/** The window's title: the page, then the program. */
export function usePageTitle(): void {
  const { t } = useI18n()
  const { crumbs } = useBreadcrumb()
  watchEffect(() => {
    const page = crumbs.value.at(-1)?.text
    document.title = page === undefined ? t('app.name') : t('app.title', { page })
  })
}
