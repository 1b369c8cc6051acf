export { default as BatchDialog } from './BatchDialog.vue'
export { default as DocumentsTab } from './DocumentsTab.vue'
export { batchLimit, withContent } from './documents.files'
export { usePrintKey } from './usePrintKey'
