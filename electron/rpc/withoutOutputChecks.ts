import { Procedure } from '@orpc/server'

/**
 * The same procedures without the check of their answers: in production the typed mappers answer for them, and checking
 * a hundred rows costs a millisecond and more. Tests and development serve the checked router.
 */
export function withoutOutputChecks<Routes extends object>(router: Routes): Routes {
  const routes = Object.entries(router).map(([name, entry]: [string, unknown]) => {
    if (entry instanceof Procedure) {
      const definition = { ...entry['~orpc'] }
      Reflect.deleteProperty(definition, 'outputSchema')
      return [name, new Procedure(definition)]
    }
    return [name, typeof entry === 'object' && entry !== null ? withoutOutputChecks(entry) : entry]
  })
  return Object.fromEntries(routes) as Routes // the same names and kinds
}
