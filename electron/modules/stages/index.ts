export { inTreeOrder } from './stage.rules'
export { createStagesRepository, type StagesRepository } from './stages.repository'
export { createStagesRouter, type StagesDeps } from './stages.router'
export { createOrderStages, type OrderStages } from './orderStages'
