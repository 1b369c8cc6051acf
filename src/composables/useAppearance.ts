import { ref, watch } from 'vue'
import { useTheme } from 'vuetify'

export type ThemeChoice = 'light' | 'dark' | 'system'
const storageKey = 'aftercare.theme'

function read(): ThemeChoice {
  const kept = localStorage.getItem(storageKey)
  return kept === 'light' || kept === 'dark' ? kept : 'system'
}

/** Light, dark or as the system; kept on this machine. */
export const themeChoice = ref<ThemeChoice>('system')

/** Applies the kept choice and follows changes of it, those of other windows included. */
export function useAppearance(): void {
  const theme = useTheme()
  themeChoice.value = read()
  watch(
    themeChoice,
    (choice) => {
      localStorage.setItem(storageKey, choice)
      void theme.change(choice, false)
    },
    { immediate: true },
  )
  window.addEventListener('storage', ({ key }) => {
    if (key === storageKey) themeChoice.value = read()
  })
}
