/** A record put together from the store and the log, as the module knows it that wrote both. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the module's place gives the type
export function restored<R extends object>(fields: object): R {
  return fields as R // every line of the log was written from a record of this type
}
