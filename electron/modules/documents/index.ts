export { createDocuments } from './createDocuments'
export { renderWorkReceipt } from './getDocument'
export { Drawing, ReceiptSignature, WorkReceipt } from './snapshot'
