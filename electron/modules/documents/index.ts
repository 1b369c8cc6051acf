export { createDocuments } from './createDocuments'
export { renderReport } from './reportPaper'
export { renderWorkReceipt } from './getDocument'
export { Drawing, ReceiptSignature, WorkReceipt } from './snapshot'
