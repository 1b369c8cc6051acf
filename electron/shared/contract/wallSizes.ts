/** A screen as it hangs: inches of its diagonal, metres to the reader. */
export interface WallPlace {
  readonly diagonal: number
  readonly distance: number
}

/** Heights of text in pixels at 1080 lines, and the rows that fit between head and foot. */
export interface WallSizes {
  readonly row: number
  readonly other: number
  /** Lines of the counts: two where large text leaves no room for all four side by side. */
  readonly countLines: 1 | 2
  readonly rows: number
}

/** 65 inches at 6 m: capitals of 20′ and 16′ of arc. */
const usual = { diagonal: 65, distance: 6, row: 64, other: 52 }
const lines = 1080
/** Of the row text: what a row takes, and what head, counts and foot take together (ux §4.6: 8 rows of 104 px). */
const rowHeight = 1.625
const rest = 3.875
const countLine = 1.29
/** Beyond this the counts need a second line in every language. */
const widestCounts = 84

/** Text by diagonal and distance (R07-62). */
export function wallSizes({ diagonal, distance }: WallPlace): WallSizes {
  // To a millionth, so that a whole number of pixels does not become one more.
  const scaled = (pixels: number) =>
    Math.ceil(Number(((pixels * usual.diagonal * distance) / (diagonal * usual.distance)).toFixed(6)))
  const row = scaled(usual.row)
  const other = scaled(usual.other)
  const countLines = other > widestCounts ? 2 : 1
  const taken = (rest + (countLines - 1) * countLine) * row
  return { row, other, countLines, rows: Math.max(1, Math.floor((lines - taken) / (rowHeight * row))) }
}

/** The smallest text of map and board view, readable to 2.8 m only (R07-62). */
export const wallLabelFloor = 24
