import type { StageNode } from '@contract/stages'

export const boxWidth = 132
export const boxHeight = 72
const gapX = 12
const gapY = 16

export interface FlowBox {
  readonly stage: StageNode
  readonly x: number
  readonly y: number
}
export interface FlowPath {
  readonly id: string
  readonly d: string
}
export interface Flow {
  readonly boxes: readonly FlowBox[]
  readonly paths: readonly FlowPath[]
  readonly width: number
  readonly height: number
}

/** Lays the tree out from left to right: a column a level, a row a leaf, each stage in the middle of its children. */
export function flowOf(stages: readonly StageNode[]): Flow {
  const boxes = new Map<string, FlowBox>()
  let leaves = 0

  function place(stage: StageNode): number {
    const children = stages.filter(({ parentId }) => parentId === stage.id).map(place)
    const first = children[0]
    const last = children.at(-1)
    const y = first === undefined || last === undefined ? leaves++ * (boxHeight + gapY) : (first + last) / 2
    boxes.set(stage.id, { stage, x: (stage.depth - 1) * (boxWidth + gapX), y })
    return y
  }

  for (const stage of stages) if (stage.parentId === undefined) place(stage)
  const placed = stages.flatMap(({ id }) => boxes.get(id) ?? [])
  const paths = placed.flatMap((box) => {
    const parent = boxes.get(box.stage.parentId ?? '')
    return parent ? [{ id: box.stage.id, d: pathBetween(parent, box) }] : []
  })
  return {
    boxes: placed,
    paths,
    width: Math.max(0, ...placed.map(({ x }) => x + boxWidth)),
    height: Math.max(0, leaves * (boxHeight + gapY) - gapY),
  }
}

function pathBetween(from: FlowBox, to: FlowBox): string {
  const x = from.x + boxWidth
  const y = from.y + boxHeight / 2
  const end = to.y + boxHeight / 2
  const middle = x + gapX / 2
  return `M ${x} ${y} H ${middle} V ${end} H ${to.x}`
}

/** Words in lines of at most `most` characters, broken between them; a word that is longer is cut. */
export function inLines(words: readonly string[], most: number): string[] {
  const lines: string[] = []
  for (const word of words.map((text) => shortened(text, most))) {
    const last = lines.at(-1)
    const joined = last === undefined ? word : `${last} · ${word}`
    if (last !== undefined && joined.length <= most) lines[lines.length - 1] = joined
    else lines.push(word)
  }
  return lines
}

export function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text
}
