export { assertReaches, reachOf, scopeOf } from './access'
export { createOrder, type OrderSource } from './createOrder'
export {
  createOrderExchange,
  type ExchangedOrder,
  type OpenExchange,
  type OrderExchange,
  type OrderToWrite,
} from './exchange'
export { createOrdersForAgreements, type OrdersForAgreements } from './forAgreements'
export { createOrdersForEstimates, type OrdersForEstimates } from './forEstimates'
export { createOrdersForBom } from './forBom'
export { createOrdersForDispatch, type OrdersForDispatch } from './forDispatch'
export { createOrdersForRepair, type OrdersForRepair } from './forRepair'
export { createOrdersForStages, type OrdersForStages } from './forStages'
export { marginOf } from './margin.rules'
export { createLineRemoval } from './lineRemoval.repository'
export { createLinesRepository, type LinesRepository, type StoredLine } from './lines.repository'
export { createMoveOrders } from './moveOrders'
export type {
  FollowedLines,
  OrderActivities,
  OrderBilling,
  OrderClocks,
  OrderDeps,
  OrderRepairs,
  OrderStages,
  ReportContent,
  ServiceReports,
} from './orderDeps'
export { createOrdersRepository, type OrdersRepository, type StoredOrder } from './orders.repository'
export { createOrdersRouter } from './orders.router'
export { createRestoreOrders } from './restoreOrder'
export { createTaskRelations, type TaskRelations } from './taskRelations.repository'
export {
  createRelationsRepository,
  type RelationsRepository,
  type StoredRelation,
} from './relations.repository'
export { createSignOffsRepository, type SignOffsRepository } from './signOffs.repository'
export { createRequirementsRepository, type RequirementsRepository } from './requirements.repository'
export { ordersSearch } from './orders.search'
export { getOrder } from './orderView'
