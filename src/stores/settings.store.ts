import { defineStore } from 'pinia'
import { Module, type Setting, type SettingName, type SettingScope } from '@contract/settings'
import { shallowRef } from 'vue'
import { z } from 'zod'
import { onChange } from '@/rpc/changes'
import { client } from '@/rpc/client'
import { useSessionStore } from './session.store'

/** The settings in effect for this user in this office, with where each comes from (R01-24). */
export const useSettingsStore = defineStore('settings', () => {
  const session = useSessionStore()
  const settings = shallowRef<readonly Setting[]>([])

  async function load(): Promise<void> {
    if (session.can('settings.read')) settings.value = await client.settings.listSettings()
  }

  function get(key: SettingName): unknown {
    return settings.value.find((setting) => setting.key === key)?.value
  }

  /** Whether the company works with a part of the product; as long as nothing is known, it does. */
  function isOn(module: Module | undefined): boolean {
    const on = Modules.safeParse(get('modules')).data
    return module === undefined || on === undefined || on.includes(module)
  }

  /** Throws the procedure's refusals; `null` takes the scope's value away. */
  async function set(key: SettingName, scope: SettingScope, value: unknown): Promise<void> {
    settings.value = await client.settings.setSetting({ key, scope, value })
  }

  onChange('setting', () => void load())

  return { settings, load, get, isOn, set }
})

const Modules = z.array(Module)
