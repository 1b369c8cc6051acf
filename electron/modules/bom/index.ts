export { createBomRepository, type BomRepository, type StoredBomLine } from './bom.repository'
export { createBomRouter } from './bom.router'
export { findCircle, overlapsOf, type BomEdge } from './structure.rules'
