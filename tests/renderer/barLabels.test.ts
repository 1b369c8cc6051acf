import { describe, expect, it } from 'vitest'
import { barLabels } from '../../src/modules/repair/barLabels'

describe('names under the bars of a Pareto', () => {
  it('08 §5: a code stands without its area, unless two areas have a code of that name', () => {
    const code = (name: string) => ({ name, isCode: true })
    expect(barLabels([code('Brakes · Brake rubs'), code('Brakes · Brakes weakly')])).toEqual([
      'Brake rubs',
      'Brakes weakly',
    ])
    expect(
      barLabels([code('Wheels · Noise'), code('Drive train · Noise'), code('Wheels · Flat tire')]),
    ).toEqual(['Wheels · Noise', 'Drive train · Noise', 'Flat tire'])
    expect(barLabels([{ name: 'Pump · Type 7', isCode: false }])).toEqual(['Pump · Type 7'])
  })
})
