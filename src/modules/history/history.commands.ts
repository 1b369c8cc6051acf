import { client } from '@/rpc/client'

/** What a removal would take away, and the removal itself (R12-27). */
export const previewPurge = client.history.previewPurge
export const purge = client.history.purge
