import { repairCodesContract } from './repairCodes'
import { repairEstimatesContract } from './repairEstimates'
import { repairLinesContract } from './repairLines'

export * from './repairCodes'
export * from './repairEstimates'
export * from './repairLines'
export * from './repairStatistics'

/** Repair management (area 08). */
export const repairContract = { ...repairCodesContract, ...repairLinesContract, ...repairEstimatesContract }
