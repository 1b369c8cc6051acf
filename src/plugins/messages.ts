/** Texts by key; deeper keys are separated by dots. */
export interface Messages {
  [key: string]: string | Messages
}

/** Merges the message files of one language; each capability owns one of them. */
export function mergeMessages(files: readonly Messages[]): Messages {
  return files.reduce<Messages>((all, file) => merge(all, file), {})
}

function merge(left: Messages, right: Messages): Messages {
  const merged: Messages = { ...left }
  for (const [key, value] of Object.entries(right)) {
    const held = merged[key]
    merged[key] = isMessages(held) && isMessages(value) ? merge(held, value) : value
  }
  return merged
}

function isMessages(value: string | Messages | undefined): value is Messages {
  return typeof value === 'object'
}

/** The pseudo-locale: every text 40 % longer and marked, so that cut and untranslated ones show (ux §7). */
export function pseudoMessages(messages: Messages): Messages {
  const pseudo: Messages = {}
  for (const [key, value] of Object.entries(messages)) {
    if (isMessages(value)) pseudo[key] = pseudoMessages(value)
    else pseudo[key] = pseudoText(value)
  }
  return pseudo
}

const marks: Readonly<Record<string, string>> = {
  a: 'ä',
  e: 'é',
  i: 'ï',
  o: 'ö',
  u: 'ü',
  s: 'š',
  c: 'č',
  n: 'ñ',
}

function pseudoText(text: string): string {
  return text
    .split(' | ')
    .map((form) => {
      const marked = form.replace(/\{[^}]*\}|[aeiouscn]/g, (part) => marks[part] ?? part)
      return `${marked}${' ~'.repeat(Math.ceil((form.length * 0.4) / 2))}`
    })
    .join(' | ')
}
