import type { Permission } from '@contract/permission'
import type { Module } from '@contract/settings'
import 'vue-router'

/** An entry of the navigation: `letter` goes there after G. */
export interface NavEntry {
  readonly icon: string
  readonly order: number
  readonly letter?: string
  readonly titleKey: string
  /** Shown to users who are workers alone. */
  readonly isForWorkers?: boolean
}

/** An entry of the settings page. */
export interface SettingsEntry {
  readonly group: 'mine' | 'machine' | 'office' | 'company'
  readonly order: number
  readonly titleKey: string
  /** Keys of further words by which the search finds it. */
  readonly wordsKey?: string
}

declare module 'vue-router' {
  interface RouteMeta {
    permission?: Permission
    /** A part of the product that a company may do without (R01-25): then the page is nowhere. */
    module?: Module
    nav?: NavEntry
    /** Shows the page inside the settings. */
    settings?: SettingsEntry
    /** Text key of the page's title and of its part of the breadcrumb. */
    titleKey?: string
    /** Shown alone, without the program around it and whoever is signed in. */
    isBare?: boolean
    /** Name of the route above, for the breadcrumb. */
    parent?: string
  }
}
