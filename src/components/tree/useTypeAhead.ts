import { isMod } from '@/composables/keys'

/** So long letters belong to one word. */
const pauseMs = 700

interface TypeAheadOptions {
  /** The texts of each row, from the first; any of them may begin with what is typed. */
  readonly rows: () => { readonly length: number; readonly textsAt: (row: number) => readonly string[] }
  readonly active: () => number
  readonly moveTo: (row: number) => void
  /** Letters with which no word begins, because they do something. */
  readonly reserved: () => string
}

/** Letters that are typed go to the next row that begins with them (WAI-ARIA). */
export function useTypeAhead({ rows, active, moveTo, reserved }: TypeAheadOptions) {
  let typed = ''
  let last = 0

  function find(from: number): number {
    const { length, textsAt } = rows()
    const isMeant = (text: string) => text.toLocaleLowerCase().startsWith(typed)
    for (let step = 0; step < length; step += 1) {
      const row = (from + step) % length
      if (textsAt(row).some(isMeant)) return row
    }
    return -1
  }

  /** Whether the key was a letter of a word. */
  return (event: KeyboardEvent): boolean => {
    const letter = event.key.toLocaleLowerCase()
    const isLetter =
      [...letter].length === 1 && !isMod(event) && !event.altKey && /[\p{L}\p{N}-]/u.test(letter)
    const isNew = event.timeStamp - last > pauseMs
    if (!isLetter || (isNew && reserved().includes(letter))) return false
    typed = isNew ? letter : typed + letter
    last = event.timeStamp
    const isOneLetter = [...typed].every((one) => one === letter)
    if (isOneLetter) typed = letter
    const row = find(active() + (isOneLetter ? 1 : 0))
    if (row >= 0) moveTo(row)
    return true
  }
}
