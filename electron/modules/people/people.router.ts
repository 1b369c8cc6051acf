import { inOffices } from '../../db/inOffices'
import { deleteRecord } from '../../db/recordActs'
import { implementer } from '../../rpc/implementer'
import { workerFor } from './access'
import type { PeopleDeps } from './people.deps'
import { registerDevice, revokeDevice } from './saveDevice'
import { createOffice, deleteOffice, setOfficeActive, updateCompany, updateOffice } from './saveOffice'
import {
  createUser,
  deleteUser,
  hashPassword,
  resetPassword,
  setRoles,
  setUserActive,
  updateUser,
  userOf,
} from './saveUser'
import { createWorker, setWorkerActive, updateWorker } from './saveWorker'

const { people } = implementer

export function createPeopleRouter(deps: PeopleDeps) {
  const repository = deps.people
  const { offices, workers } = repository
  return people.router({
    getCompany: people.getCompany.handler(() => repository.company()),
    updateCompany: people.updateCompany.handler(({ context, input }) =>
      context.write('people.updateCompany', input, () => updateCompany(deps, input)),
    ),

    listOffices: people.listOffices.handler(({ input }) => repository.officeList.page(input)),
    getOffice: people.getOffice.handler(({ input }) => offices.get(input.officeId)),
    createOffice: people.createOffice.handler(({ context, input }) =>
      context.write('people.createOffice', input, () => createOffice(deps, input)),
    ),
    updateOffice: people.updateOffice.handler(({ context, input }) =>
      context.write('people.updateOffice', input, () => updateOffice(deps, input)),
    ),
    deleteOffice: people.deleteOffice.handler(({ context, input }) =>
      context.write('people.deleteOffice', input, () => deleteOffice(deps, input)),
    ),
    deactivateOffice: people.deactivateOffice.handler(({ context, input }) =>
      context.write('people.deactivateOffice', input, () => setOfficeActive(deps, input, false)),
    ),
    activateOffice: people.activateOffice.handler(({ context, input }) =>
      context.write('people.activateOffice', input, () => setOfficeActive(deps, input, true)),
    ),

    listUsers: people.listUsers.handler(({ input }) => repository.userList.page(input)),
    getUser: people.getUser.handler(({ input }) => userOf(repository, input.userId)),
    createUser: people.createUser.handler(async ({ context, input }) => {
      const hash = await hashPassword(deps, input.password)
      return context.write('people.createUser', input, () => createUser(deps, input, hash))
    }),
    updateUser: people.updateUser.handler(async ({ context, input }) => {
      const hash = await hashPassword(deps, input.patch.password)
      return context.write('people.updateUser', input, (act) => updateUser(deps, act, input, hash))
    }),
    deleteUser: people.deleteUser.handler(({ context, input }) =>
      context.write('people.deleteUser', input, () => deleteUser(deps, input)),
    ),
    deactivateUser: people.deactivateUser.handler(({ context, input }) =>
      context.write('people.deactivateUser', input, () => setUserActive(deps, input, false)),
    ),
    activateUser: people.activateUser.handler(({ context, input }) =>
      context.write('people.activateUser', input, () => setUserActive(deps, input, true)),
    ),
    setRoles: people.setRoles.handler(({ context, input }) =>
      context.write('people.setRoles', input, () => setRoles(deps, input)),
    ),
    resetPassword: people.resetPassword.handler(async ({ context, input }) => {
      const hash = await hashPassword(deps, input.password)
      return context.write('people.resetPassword', input, (act) => resetPassword(deps, act, input, hash))
    }),

    listDevices: people.listDevices.handler(({ input }) => repository.deviceList.page(input)),
    registerDevice: people.registerDevice.handler(({ context, input }) =>
      context.write('people.registerDevice', input, (act) => registerDevice(deps, act, input)),
    ),
    revokeDevice: people.revokeDevice.handler(({ context, input }) =>
      context.write('people.revokeDevice', input, (act) => revokeDevice(deps, act, input)),
    ),

    listWorkers: people.listWorkers.handler(({ context, input }) =>
      repository.workerList.page(input, inOffices('t.office_id', context.caller)),
    ),
    getWorker: people.getWorker.handler(({ context, input }) =>
      workerFor(deps, context.caller, 'people.read', input.workerId),
    ),
    createWorker: people.createWorker.handler(({ context, input }) =>
      context.write('people.createWorker', input, (act) => createWorker(deps, act, input)),
    ),
    updateWorker: people.updateWorker.handler(({ context, input }) =>
      context.write('people.updateWorker', input, (act) => updateWorker(deps, act, input)),
    ),
    deleteWorker: people.deleteWorker.handler(({ context, input }) =>
      context.write('people.deleteWorker', input, ({ caller }) => {
        workerFor(deps, caller, 'people.write', input.workerId)
        return deleteRecord(workers, input.workerId, input.expectedVersion)
      }),
    ),
    deactivateWorker: people.deactivateWorker.handler(({ context, input }) =>
      context.write('people.deactivateWorker', input, (act) => setWorkerActive(deps, act, input, false)),
    ),
    activateWorker: people.activateWorker.handler(({ context, input }) =>
      context.write('people.activateWorker', input, (act) => setWorkerActive(deps, act, input, true)),
    ),
  })
}
