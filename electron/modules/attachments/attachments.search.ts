const texts = (table: string, words: string) =>
  `(SELECT group_concat(${words}, char(10)) FROM ${table} WHERE record_id = t.id)`

/** The words that a record's notes and its attachments' names add to its own (R01-12). */
export const attachedTexts: readonly string[] = [
  texts('note', 'text'),
  texts('attachment', "concat_ws(' ', file_name, link)"),
]
