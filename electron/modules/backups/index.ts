export { createBackupsRouter } from './backups.router'
export { createDemoDeps } from './createDemoDeps'
export { demoUsersOf } from './demoUsersOf'
export { startDemo } from './startDemo'
