import { inOffices } from '../../db/inOffices'
import { implementer } from '../../rpc/implementer'
import { getWall } from './getWall'
import { createWall, deleteWall, hashPin, setWallActive, updateWall } from './saveWall'
import type { WallDeps } from './wall.deps'
import { pinWait } from './wall.rules'
import { issueToken, leaveWall, revokeToken } from './wallToken'

const { wall } = implementer

export function createWallRouter(deps: WallDeps) {
  return wall.router({
    getWall: wall.getWall.handler(({ context, input }) =>
      getWall(deps, context.caller, context.now(), input),
    ),
    listWalls: wall.listWalls.handler(({ context, input }) =>
      deps.walls.wallList.page(input, inOffices('t.office_id', context.caller)),
    ),
    createWall: wall.createWall.handler(async ({ context, input }) => {
      const hash = await hashPin(deps, input.pin)
      return context.write('wall.createWall', input, (act) => createWall(deps, act, input, hash))
    }),
    updateWall: wall.updateWall.handler(({ context, input }) => {
      const { pin } = input.patch
      const save = (hash?: string) =>
        context.write('wall.updateWall', input, (act) => updateWall(deps, act, input, hash))
      // At once where nothing is hashed: an undo asks it inside its own transaction.
      return pin === undefined ? save() : hashPin(deps, pin).then(save)
    }),
    deleteWall: wall.deleteWall.handler(({ context, input }) =>
      context.write('wall.deleteWall', input, (act) => deleteWall(deps, act, input)),
    ),
    deactivateWall: wall.deactivateWall.handler(({ context, input }) =>
      context.write('wall.deactivateWall', input, (act) => setWallActive(deps, act, input, false)),
    ),
    activateWall: wall.activateWall.handler(({ context, input }) =>
      context.write('wall.activateWall', input, (act) => setWallActive(deps, act, input, true)),
    ),
    issueToken: wall.issueToken.handler(({ context, input }) =>
      context.write('wall.issueToken', input, (act) => issueToken(deps, act, input)),
    ),
    revokeToken: wall.revokeToken.handler(({ context, input }) =>
      context.write('wall.revokeToken', input, (act) => revokeToken(deps, act, input)),
    ),
    leaveWall: wall.leaveWall.handler(({ context, input }) =>
      leaveWall(deps, { caller: context.caller, now: context.now() }, input, pinWait),
    ),
  })
}
