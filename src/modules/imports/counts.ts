/** What a check counts (R01-17). */
export const countNames = ['rows', 'new', 'update', 'same', 'skip', 'errors', 'warnings'] as const
export type CountName = (typeof countNames)[number]
