import { useI18n } from 'vue-i18n'

/** What a field of a file is called; one without a text by its own name. */
export function useTargetName(): (name: string) => string {
  const { t, te } = useI18n()
  return (name) => {
    const key = `imports.target.${name}`
    return te(key) || te(key, 'en') ? t(key) : name
  }
}
