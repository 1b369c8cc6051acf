import 'vuetify/styles/core'
import 'vuetify/styles/utilities'
import { useI18n } from 'vue-i18n'
import { createVuetify } from 'vuetify'
import { aliases, mdi } from 'vuetify/iconsets/mdi-svg'
import { createVueI18nAdapter } from 'vuetify/locale/adapters/vue-i18n'
import { i18n } from './i18n'
import { dark, light } from './themes'

/** Labels stand above, always (ux §3). */
const field = {
  variant: 'outlined',
  density: 'compact',
  hideDetails: 'auto',
  color: 'primary',
  persistentPlaceholder: true,
} as const

export const vuetify = createVuetify({
  icons: { defaultSet: 'mdi', aliases, sets: { mdi } },
  locale: { adapter: createVueI18nAdapter({ i18n, useI18n }) },
  theme: { defaultTheme: 'system', variations: false, themes: { light, dark } },
  defaults: {
    VTextField: field,
    VTextarea: { ...field, autoGrow: true, rows: 2 },
    VSelect: field,
    VAutocomplete: field,
    VCombobox: field,
    VCheckbox: { density: 'compact', hideDetails: 'auto', color: 'primary' },
    VSwitch: { density: 'compact', hideDetails: 'auto', color: 'primary', inset: true },
    VRadioGroup: { density: 'compact', hideDetails: 'auto', color: 'primary' },
    VBtn: { variant: 'flat', density: 'comfortable', rounded: 'sm' },
    VChip: { size: 'small', rounded: 'sm' },
    VCard: { rounded: 'sm', elevation: 0, border: true },
    VList: { density: 'compact' },
    VTabs: { density: 'compact', color: 'primary' },
    VTable: { density: 'compact' },
    VAlert: { variant: 'tonal', density: 'compact', rounded: 'sm' },
    VTooltip: { openDelay: 400 },
    VDialog: { maxWidth: 560 },
  },
})
