import { contract } from '@contract/index'
import { client } from '@/rpc/client'

/** Where a procedure stands in the contract. */
export type Path = readonly [capability: string, name: string]

/** The path of a procedure of the contract; undefined for any other. */
export function pathOf(procedure: object): Path | undefined {
  for (const [capability, procedures] of Object.entries(contract))
    for (const [name, other] of Object.entries(procedures)) if (other === procedure) return [capability, name]
  return undefined
}

type Call = (input: unknown) => Promise<unknown>
const isCall = (value: unknown): value is Call => typeof value === 'function'

/** The procedure at a path, for what concerns all lists alike. */
export function callAt([capability, name]: Path): Call {
  const procedures: unknown = Reflect.get(client, capability)
  const call: unknown = procedures instanceof Object ? Reflect.get(procedures, name) : undefined
  if (!isCall(call)) throw new Error(`${capability}.${name} is no procedure`)
  return call
}
