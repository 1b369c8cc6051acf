export { createRepairRepository, type RepairRepository } from './repair.repository'
export { createRepairRouter } from './repair.router'
export { seedRepair } from './seedRepair'
