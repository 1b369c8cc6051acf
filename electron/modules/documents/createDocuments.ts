import type { Store } from '../../db/records'
import type { CustomersRepository } from '../customers/index'
import type { DocumentsDeps } from './documents.deps'
import { createDocumentsRepository } from './documents.repository'
import { createDocumentsRouter } from './documents.router'
import { createMovePrintSettings } from './printSettings'
import { createServiceReports } from './serviceReports'

type Options = Pick<DocumentsDeps, 'order' | 'notes' | 'writtenNotes' | 'company' | 'keepFile'> &
  Pick<CustomersRepository, 'customers'>

/** Documents over an open store: their procedures, and their part of merging customers. */
export function createDocuments(store: Store, { customers, ...options }: Options) {
  const repository = createDocumentsRepository(store)
  const deps: DocumentsDeps = {
    ...options,
    repository,
    customers,
    customerLanguage: (id) => customers.get(id).language,
  }
  return {
    router: createDocumentsRouter(deps),
    reports: createServiceReports(deps),
    moveCustomer: createMovePrintSettings(repository),
  }
}
