export { createAlerts } from './createAlerts'
export { moments } from './subjects'
