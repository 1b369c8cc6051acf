import { backups } from './backups'
import { board } from './board'
import { bom } from './bom'
import { compliance } from './compliance'
import { dispatch } from './dispatch'
import { exports } from './exports'
import { generation } from './generation'
import { history } from './history'
import { imports } from './imports'
import { lists } from './lists'
import type { Figure } from './measure'
import { orders } from './orders'
import { plans } from './plans'
import { repairs } from './repairs'
import { screens } from './screens'
import { search } from './search'
import { serviceBoms } from './serviceBoms'
import { similar } from './similar'
import { sla } from './sla'
import { start } from './start'
import { tree } from './tree'

export interface Scene {
  /** The generated branch; scenarios that write work on a copy. */
  readonly folder: string
  readonly orders: number
  /** How many orders the generation's run writes. */
  readonly runOrders: number
  readonly say: (text: string) => void
}

/** Every timed scenario by name; a run may pick by the beginning of a name. */
export const scenarios: Readonly<Record<string, (scene: Scene) => Promise<Figure[]>>> = {
  start,
  lists,
  search,
  orders,
  imports,
  backups,
  exports,
  history,
  screens,
  board,
  tree,
  sla,
  compliance,
  generation,
  dispatch,
  plans,
  repairs,
  similar,
  bom,
  serviceBoms,
}
