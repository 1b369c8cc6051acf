import { implement } from '@orpc/server'
import { contract } from '../shared/contract/index'
import type { CallContext } from './callContext'

/** The contract to be filled by routers, one line a procedure. */
export const implementer = implement(contract).$context<CallContext>()
