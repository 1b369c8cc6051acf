import type { Store } from '../../db/records'
import type { CustomersRepository } from '../customers/index'
import type { DocumentsDeps } from './documents.deps'
import { createDocumentsRepository } from './documents.repository'
import { createDocumentsRouter } from './documents.router'
import { createImagesRepository } from './images.repository'
import { imagesOf } from './logo'
import { createMovePrintSettings } from './printSettings'
import type { Letterhead } from './reportPaper'
import { createServiceReports } from './serviceReports'

type Options = Pick<
  DocumentsDeps,
  'order' | 'notes' | 'writtenNotes' | 'repairs' | 'company' | 'companies' | 'keepFile'
> &
  Pick<CustomersRepository, 'customers'>

/** Documents over an open store: their procedures, and their part of merging customers. */
export function createDocuments(store: Store, { customers, ...options }: Options) {
  const repository = createDocumentsRepository(store)
  const deps: DocumentsDeps = {
    ...options,
    repository,
    images: createImagesRepository(store.db),
    customers,
    customerLanguage: (id) => customers.get(id).language,
  }
  return {
    router: createDocumentsRouter(deps),
    reports: createServiceReports(deps),
    /** The company as reports name it, with its logo. */
    letterhead: (): Letterhead => {
      const { logoSha256: logo, name } = deps.company()
      const images = imagesOf(deps, logo)
      return { name, images, logo: logo !== undefined && logo in images ? logo : undefined }
    },
    moveCustomer: createMovePrintSettings(repository),
  }
}
