type Rgb = readonly [number, number, number]

/** The most of a colour that a ground takes, and the contrast that its text keeps (ux §5). */
const most = 0.36
const least = 7

/**
 * A colour that users set, mixed into the ground only so far that the text on it keeps a contrast of 7:1; the letter
 * carries the priority.
 */
export function tintOf(color: string, ground: string, text: string): string {
  const [own, below, above] = [rgbOf(color), rgbOf(ground), rgbOf(text)]
  for (let share = most; share > 0; share -= 0.02) {
    const tint = mix(own, below, share)
    if (contrast(tint, above) >= least) return hexOf(tint)
  }
  return ground
}

/** The contrast of two colours by WCAG, 1 to 21. */
export function contrast(left: Rgb, right: Rgb): number {
  const [low = 0, high = 0] = [luminance(left), luminance(right)].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

export function rgbOf(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16)
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}

function hexOf(color: Rgb): string {
  return `#${color.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`
}

function mix([r1, g1, b1]: Rgb, [r2, g2, b2]: Rgb, share: number): Rgb {
  const between = (own: number, other: number) => Math.round(own * share + other * (1 - share))
  return [between(r1, r2), between(g1, g2), between(b1, b2)]
}

function luminance(color: Rgb): number {
  const [r = 0, g = 0, b = 0] = color.map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
