const folds: Readonly<Record<string, string>> = {
  ø: 'o',
  æ: 'ae',
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
