export { createMoveObjects } from './moveObjects'
export { createObjectsRepository, type ObjectsRepository, type StoredObject } from './objects.repository'
export { createObjectsRouter } from './objects.router'
export { lastDay, warrantyUntil } from './warranty.rules'
