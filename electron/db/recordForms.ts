/** Which of its table's fields a record has. */
interface Form {
  readonly has: readonly boolean[]
  readonly template: Readonly<Record<string, unknown>>
}
const mostForms = 32

/**
 * Makes records of the values of these fields; a field without a value is left out. Records of a table have few forms,
 * and are copies of them: an object that grows name by name is kept as a dictionary, which takes several times as long to
 * copy and to walk through.
 */
export function createRecordMaker(
  fields: readonly string[],
): (values: readonly unknown[]) => Record<string, unknown> {
  const forms: Form[] = []

  function formOf(values: readonly unknown[]): Form {
    const known = forms.findIndex(({ has }) => has.every((is, at) => is === (values[at] !== undefined)))
    const form = forms[known] ?? newForm(values)
    // The one of the last record is looked at first.
    if (known > 0) forms.splice(known, 1)
    if (known !== 0) forms.unshift(form)
    if (forms.length > mostForms) forms.pop()
    return form
  }

  function newForm(values: readonly unknown[]): Form {
    const has = fields.map((_, at) => values[at] !== undefined)
    const present = fields.filter((_, at) => has[at])
    return { has, template: Object.fromEntries(present.map((field) => [field, undefined])) }
  }

  return (values) => {
    const record: Record<string, unknown> = { ...formOf(values).template }
    for (let at = 0; at < fields.length; at += 1) {
      const value = values[at]
      if (value !== undefined) record[fields[at] ?? ''] = value
    }
    return record
  }
}
