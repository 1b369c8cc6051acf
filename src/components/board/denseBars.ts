import type { OrderPriority } from '@contract/orderLiterals'
import { narrow } from './barClasses'
import type { BarPaint } from './boardState'
import { barHeight, type DrawnBar } from './drawnBars'

/** From so many bars in view on, a row is painted: elements would cost more than they show. */
export const denseFrom = 160

interface DensePaint {
  readonly paints: Readonly<Record<OrderPriority, BarPaint>>
  readonly letter: (priority: OrderPriority) => string
  readonly text: string
  readonly line: string
  readonly error: string
  /** The family. */
  readonly font: string
}

/** Paints the bars of a crowded row: tint, letter, label, and the border by status, as elements have them. */
export function paintDense(
  context: CanvasRenderingContext2D,
  drawn: readonly DrawnBar[],
  from: number,
  { error, font, letter, line, paints, text }: DensePaint,
): void {
  context.textBaseline = 'middle'
  for (const { bar, left, top, width } of drawn) {
    const x = left - from
    const { strip, tint } = paints[bar.priority]
    context.fillStyle = tint
    context.fillRect(x, top, width, barHeight)
    context.fillStyle = strip
    context.fillRect(x, top, Math.min(3, width), barHeight)
    context.strokeStyle = bar.hasConflict ? error : line
    context.lineWidth = bar.hasConflict ? 2 : 1
    context.setLineDash(bar.look === 'dispatched' ? [] : bar.look === 'draft' ? [4, 3] : [1, 2])
    context.strokeRect(x + 0.5, top + 0.5, width - 1, barHeight - 1)
    if (width < 9) continue
    context.fillStyle = text
    context.font = `600 ${width < narrow ? 10 : 12}px ${font}`
    context.fillText(letter(bar.priority), x + (width < narrow ? width / 2 - 3 : 6), top + barHeight / 2)
    if (bar.hasConflict && width >= narrow) context.fillText('!', x + width - 8, top + barHeight / 2)
    if (width >= 48) paintLabel(context, bar.label, x + 18, top + barHeight / 2, width - 30, font)
  }
}

function paintLabel(
  context: CanvasRenderingContext2D,
  label: string,
  x: number,
  y: number,
  width: number,
  font: string,
): void {
  context.font = `12px ${font}`
  const fits = Math.floor(width / 6.5)
  context.fillText(label.length > fits ? `${label.slice(0, Math.max(1, fits - 1))}…` : label, x, y)
}
