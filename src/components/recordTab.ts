/** A part of a record's page. */
export interface RecordTab {
  readonly key: string
  readonly titleKey: string
  readonly count?: number | undefined
  /** Stands after Notes and History. */
  readonly isSeldom?: boolean
  /** Drafts of dialogs in the tab: what their keys begin with. */
  readonly drafts?: readonly string[]
}
