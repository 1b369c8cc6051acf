import { isLost } from '@/rpc/connect'

/** Whether the connection to the data service is broken just now. */
export function useConnection() {
  return { isLost }
}
