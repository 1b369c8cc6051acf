import type { Act } from '../../db/act'
import type { EntityChange } from '../../db/changeLog'
import type { NumbersRepository, StoredBlock } from './numbers.repository'

/** Makes the unused values of a retired device's blocks void (R01-07); `seriesIds` narrows it to some series. */
export function retireBlocks(
  numbers: NumbersRepository,
  { at, caller }: Act,
  deviceId: string,
  seriesIds?: ReadonlySet<string>,
): EntityChange[] {
  return numbers
    .openBlocksOf(deviceId)
    .filter(({ seriesId }) => seriesIds?.has(seriesId) ?? true)
    .flatMap((block) => {
      for (const value of unusedValues(numbers, block))
        numbers.markVoid({
          seriesId: block.seriesId,
          year: block.year ?? 0,
          value,
          reason: 'DEVICE_RETIRED',
          actorId: caller.userId,
          at,
        })
      return numbers.blocks.update(block, { ...block, isRetired: true }).changes
    })
}

function unusedValues(numbers: NumbersRepository, block: StoredBlock): number[] {
  const values: number[] = []
  for (let value = block.nextValue; value <= block.lastValue; value += 1)
    if (!numbers.use(block.seriesId, block.year ?? 0, value)) values.push(value)
  return values
}
