import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute, useRouter, type RouteLocationRaw } from 'vue-router'
import { usePlaceNameStore } from '@/stores/placeName.store'

export interface Crumb {
  readonly text: string
  readonly to?: RouteLocationRaw
}

/** Where the page stands: the list above it, then itself; a record names itself by its number. */
export function useBreadcrumb() {
  const { t } = useI18n()
  const route = useRoute()
  const router = useRouter()
  const placeName = usePlaceNameStore()

  const crumbs = computed<Crumb[]>(() => {
    const { parent, titleKey, nav, settings } = route.matched.at(-1)?.meta ?? {} // its own, not merged with those around it
    const above = parent === undefined ? undefined : router.getRoutes().find(({ name }) => name === parent)
    const aboveTitle = above?.meta.titleKey ?? above?.meta.settings?.titleKey ?? above?.meta.nav?.titleKey
    const ownKey = titleKey ?? settings?.titleKey ?? nav?.titleKey
    // A record that is not read yet, or not there, is no new one.
    const isNameless = ownKey?.endsWith('.new') === true && (route.params['id'] ?? 'new') !== 'new'
    const ownText = placeName.name ?? (ownKey === undefined || isNameless ? '' : t(ownKey))
    return [
      ...(settings && route.name !== 'settings'
        ? [{ text: t('nav.settings'), to: { name: 'settings' } }]
        : []),
      ...(above && parent !== undefined && aboveTitle !== undefined
        ? [{ text: t(aboveTitle), to: { name: parent } }]
        : []),
      ...(ownText === '' ? [] : [{ text: ownText }]),
    ]
  })
  return { crumbs }
}
