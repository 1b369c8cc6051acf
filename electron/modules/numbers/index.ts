export { createDrawNumber, takeBlock, type DrawNumber } from './drawNumber'
export { createNumbersRepository, type NumbersRepository, type StoredSeries } from './numbers.repository'
export { standardPrefix } from './numbers.rules'
