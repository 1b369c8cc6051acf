import { contract } from '@contract/index'
import { WallId } from '@contract/id'
import type { Wall } from '@contract/wall'
import { ref } from 'vue'
import { fieldsOf } from '@/composables/contract'
import { listSource } from '@/composables/list'
import { recordSource, type RecordOf } from '@/composables/useRecord'
import { officeLookup } from '@/modules/people'
import { client } from '@/rpc/client'

const { wall } = contract
const ask = client.wall

export const wallList = listSource(wall.listWalls, (input) => ask.listWalls(input))

/** The PIN of a wall that is being set up: beside its fields, because drafts keep those. */
export const newPin = ref('')

export const wallRecord = recordSource({
  entity: 'wall',
  id: WallId,
  schema: fieldsOf(wall.createWall).omit({ pin: true }),
  labels: 'wall.wall',
  texts: { officeId: officeLookup, language: 'language' },
  get: async (wallId) => (await ask.getWall({ wallId })).wall,
  create: async (id, values) => {
    const created = await ask.createWall({ id, ...values, pin: newPin.value })
    newPin.value = ''
    return created
  },
  update: ({ id, version }, patch, reason) =>
    ask.updateWall({ wallId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) => ask.deleteWall({ wallId: id, expectedVersion: version, reason }),
  deactivate: ({ id, version }, reason) =>
    ask.deactivateWall({ wallId: id, expectedVersion: version, reason }),
  activate: ({ id, version }, reason) => ask.activateWall({ wallId: id, expectedVersion: version, reason }),
})
export type WallRecord = RecordOf<typeof wallRecord>

export function setPin({ id, version }: Wall, pin: string): Promise<Wall> {
  return ask.updateWall({ wallId: id, expectedVersion: version, patch: { pin } })
}

/** Gives the wall's board device a token; answers the address that a browser opens, which is shown this once. */
export async function issueAddress({ id, version }: Wall): Promise<{ wall: Wall; address: string }> {
  const { path, wall: issued } = await ask.issueToken({ wallId: id, expectedVersion: version })
  return { wall: issued, address: `${hostOrigin()}${path}` }
}

export function revokeAddress({ id, version }: Wall): Promise<Wall> {
  return ask.revokeToken({ wallId: id, expectedVersion: version })
}

/** The app itself listens nowhere: its walls are opened by `--wall`, an address is one of the host's. */
function hostOrigin(): string {
  return window.aftercare ? 'http://127.0.0.1:4711' : location.origin
}
