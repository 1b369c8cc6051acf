import type { ContractRouterClient } from '@orpc/contract'
import { agreementsContract } from './agreements'
import { agreementTermsContract } from './agreementTerms'
import { serviceAgreementsContract } from './serviceAgreements'
import { attachmentsContract } from './attachments'
import { alertsContract } from './alerts'
import { backupsContract } from './backups'
import { billingContract } from './billing'
import { bomContract } from './bom'
import { changesContract } from './changes'
import { calendarsContract } from './calendars'
import { casesContract } from './cases'
import { catalogContract } from './catalog'
import { customersContract } from './customers'
import { dispatchContract } from './dispatch'
import { dispatchAbsencesContract } from './dispatchAbsences'
import { dispatchBoardContract } from './dispatchBoard'
import { dispatchDayContract } from './dispatchDay'
import { dispatchPlansContract } from './dispatchPlans'
import { dispatchSetUpContract } from './dispatchSetUp'
import { documentsContract } from './documents'
import { draftsContract } from './drafts'
import { filesContract } from './files'
import { generationContract } from './generation'
import { historyContract } from './history'
import { importsContract } from './imports'
import { jobsContract } from './jobs'
import { numbersContract } from './numbers'
import { objectsContract } from './objects'
import { orderMovesContract } from './orderMoves'
import { orderRestructureContract } from './orderRestructure'
import { ordersContract } from './orders'
import { peopleContract } from './people'
import type { ProcedureMeta } from './procedure'
import { repairContract } from './repair'
import { reportRunsContract } from './reportRuns'
import { reportsContract } from './reports'
import { searchContract } from './search'
import { sessionContract } from './session'
import { settingsContract } from './settings'
import { slaContract } from './sla'
import { slaReportContract } from './slaReport'
import { stagesContract } from './stages'
import { stockContract } from './stock'
import { viewsContract } from './views'
import { wallContract } from './wall'

/** Everything the product can do (00-procedures). */
export const contract = {
  session: sessionContract,
  people: peopleContract,
  customers: customersContract,
  catalog: catalogContract,
  stock: stockContract,
  objects: objectsContract,
  calendars: calendarsContract,
  numbers: numbersContract,
  settings: settingsContract,
  agreements: { ...agreementsContract, ...serviceAgreementsContract, ...agreementTermsContract },
  generation: generationContract,
  billing: billingContract,
  orders: { ...ordersContract, ...orderRestructureContract, ...orderMovesContract, ...casesContract },
  stages: stagesContract,
  sla: { ...slaContract, ...slaReportContract },
  dispatch: {
    ...dispatchContract,
    ...dispatchSetUpContract,
    ...dispatchAbsencesContract,
    ...dispatchDayContract,
    ...dispatchBoardContract,
    ...dispatchPlansContract,
  },
  repair: repairContract,
  bom: bomContract,
  search: searchContract,
  imports: importsContract,
  attachments: attachmentsContract,
  history: historyContract,
  documents: documentsContract,
  files: filesContract,
  drafts: draftsContract,
  jobs: jobsContract,
  views: viewsContract,
  wall: wallContract,
  alerts: alertsContract,
  reports: { ...reportsContract, ...reportRunsContract },
  backups: backupsContract,
  changes: changesContract,
}
export type Contract = typeof contract
export type Client = ContractRouterClient<Contract>

type Directly<T> = T extends (...given: infer Given) => PromiseLike<infer Answer>
  ? (input: Given[0]) => Answer
  : never
/** The same procedures answered at once, for acts that belong to one transaction. */
export type DirectClient = {
  readonly [C in keyof Client]: { readonly [P in keyof Client[C]]: Directly<Client[C][P]> }
}

/** The instances of the data service: one writes, one reads, one does long work. */
export type ServiceRole = 'writer' | 'reader' | 'jobs'

function member(of: unknown, name: string): unknown {
  return typeof of === 'object' && of !== null && Object.hasOwn(of, name) ? Reflect.get(of, name) : undefined
}

/** The meta of a procedure; undefined when the path names none. */
export function metaOf(path: readonly string[]): ProcedureMeta | undefined {
  const procedure = path.reduce<unknown>(member, contract)
  const definition = member(procedure, '~orpc')
  return member(definition, 'meta') as ProcedureMeta | undefined // only `procedure.ts` writes it
}

/** Which instance answers each procedure, by its path with dots: for whoever passes calls on without the contract. */
export function rolesByPath(): Record<string, ServiceRole> {
  const roles: Record<string, ServiceRole> = {}
  for (const [capability, procedures] of Object.entries(contract))
    for (const name of Object.keys(procedures)) {
      const role = roleFor([capability, name])
      if (role) roles[`${capability}.${name}`] = role
    }
  return roles
}

/** Which instance answers a procedure; undefined when the path names none. */
export function roleFor(path: readonly string[]): ServiceRole | undefined {
  switch (metaOf(path)?.kind) {
    case 'query':
      return 'reader'
    case 'longQuery':
    case 'longCommand':
    case 'job':
      return 'jobs'
    case 'command':
    case 'stream':
      return 'writer'
    case undefined:
      return undefined
  }
}
