import { mdiCogOutline, mdiHelpCircleOutline } from '@mdi/js'
import { useI18n } from 'vue-i18n'
import { useRouter, type RouteRecordRaw } from 'vue-router'
import { navLinks } from '@/layouts/navigation'
import { moduleRoutes } from '@/router/routes'
import type { PaletteAction } from '@/stores/actions.store'
import { useSessionStore } from '@/stores/session.store'
import { useSettingsStore } from '@/stores/settings.store'

type Permission = NonNullable<RouteRecordRaw['meta']>['permission']

/** Every page of the navigation and of the settings; those the role may not open say so. */
export function useGoActions(): () => readonly PaletteAction[] {
  const { t } = useI18n()
  const router = useRouter()
  const session = useSessionStore()
  const company = useSettingsStore()
  const settings = moduleRoutes.flatMap(({ meta, name }) =>
    meta?.settings && meta.parent === undefined && name !== undefined
      ? [{ ...meta.settings, name: String(name), permission: meta.permission, module: meta.module }]
      : [],
  )

  function go(name: string, permission: Permission, rest: Pick<PaletteAction, 'title' | 'icon' | 'keys'>) {
    const to = { name }
    return {
      key: `go.${name}`,
      ...rest,
      to,
      why: session.can(permission) ? undefined : t('error.FORBIDDEN'),
      run: () => router.push(to),
    }
  }

  return () => [
    ...navLinks
      .filter(({ module }) => company.isOn(module))
      .map(({ icon, letter, name, permission, titleKey }) =>
        go(name, permission, {
          title: t(titleKey),
          icon,
          keys: letter === undefined ? undefined : t('nav.goTo', { letter }),
        }),
      ),
    go('help', undefined, { title: t('nav.help'), icon: mdiHelpCircleOutline, keys: 'F1' }),
    ...settings
      .filter(({ module }) => company.isOn(module))
      .map(({ name, permission, titleKey }) =>
        go(name, permission, {
          title: t('search.setting', { title: t(titleKey) }),
          icon: mdiCogOutline,
        }),
      ),
  ]
}
