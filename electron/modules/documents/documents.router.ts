import { implementer } from '../../rpc/implementer'
import type { DocumentsDeps } from './documents.deps'
import { getDocument, getDocuments, getMailDraft } from './getDocument'
import { getLogo, readLogo, removeLogo, setLogo } from './logo'
import { setPrintSettings } from './printSettings'

const { documents } = implementer

export function createDocumentsRouter(deps: DocumentsDeps) {
  return documents.router({
    getDocument: documents.getDocument.handler(({ context, input }) =>
      getDocument(deps, { at: context.now(), caller: context.caller }, input),
    ),
    getDocuments: documents.getDocuments.handler(({ context, input }) =>
      context.startJob('documents.getDocuments', (control) => getDocuments(deps, control, input)),
    ),
    getMailDraft: documents.getMailDraft.handler(({ context, input }) =>
      getMailDraft(deps, { at: context.now(), caller: context.caller }, input),
    ),
    listPrintSettings: documents.listPrintSettings.handler(({ input }) =>
      deps.repository.settingList.page(input),
    ),
    getLogo: documents.getLogo.handler(() => getLogo(deps)),
    // The image is read before the transaction, which is short.
    setLogo: documents.setLogo.handler(async ({ context, input }) => {
      const image = await readLogo(input)
      return context.write('documents.setLogo', input, () => setLogo(deps, input, image))
    }),
    removeLogo: documents.removeLogo.handler(({ context, input }) =>
      context.write('documents.removeLogo', input, () => removeLogo(deps, input)),
    ),
    setPrintSettings: documents.setPrintSettings.handler(({ context, input }) =>
      context.write('documents.setPrintSettings', input, () => setPrintSettings(deps, input)),
    ),
  })
}
