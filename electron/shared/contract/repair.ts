import { repairCodesContract } from './repairCodes'
import { repairEstimatesContract } from './repairEstimates'
import { repairLinesContract, repairWorkContract } from './repairLines'
import { repairStatisticsContract } from './repairStatistics'

export * from './repairCodes'
export * from './repairEstimates'
export * from './repairLines'
export * from './repairStatistics'

/** Repair management (area 08). */
export const repairContract = {
  ...repairCodesContract,
  ...repairLinesContract,
  ...repairWorkContract,
  ...repairEstimatesContract,
  ...repairStatisticsContract,
}
