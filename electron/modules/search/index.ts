export { createSearchRouter } from './search.router'
