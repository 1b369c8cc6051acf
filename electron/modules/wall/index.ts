export { createWallDayRepository } from './wallDay.repository'
export { createWallRouter } from './wall.router'
export { createWallsRepository } from './walls.repository'
export { startWall, type StartedWall } from './wallToken'
