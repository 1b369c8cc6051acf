import { deleteRecord, setActive } from '../../db/recordActs'
import { implementer } from '../../rpc/implementer'
import { setDispatchProfile, setWorkerSkills } from './dispatchProfile'
import {
  createMembership,
  deleteMembership,
  getMembership,
  listMemberships,
  updateMembership,
} from './saveMembership'
import { createActivityType, createSkill, deleteSkill, updateActivityType, updateSkill } from './saveSkill'
import { createTeam, deleteTeam, getTeam, listTeams, setTeamActive, updateTeam } from './saveTeam'
import type { SetUpDeps } from './setUp.deps'

const { dispatch } = implementer

/** The part of the capability `dispatch` that is about what it is set up with (07 §2.1-2.3). */
export function createSetUpRoutes(deps: SetUpDeps) {
  return { ...teamRoutes(deps), ...skillRoutes(deps), ...typeRoutes(deps), ...workerRoutes(deps) }
}

function teamRoutes(deps: SetUpDeps) {
  return {
    listTeams: dispatch.listTeams.handler(({ context, input }) =>
      listTeams(deps, { at: context.now(), caller: context.caller }, input),
    ),
    getTeam: dispatch.getTeam.handler(({ context, input }) =>
      getTeam(deps, { at: context.now(), caller: context.caller }, input.teamId),
    ),
    createTeam: dispatch.createTeam.handler(({ context, input }) =>
      context.write('dispatch.createTeam', input, (act) => createTeam(deps, act, input)),
    ),
    updateTeam: dispatch.updateTeam.handler(({ context, input }) =>
      context.write('dispatch.updateTeam', input, (act) => updateTeam(deps, act, input)),
    ),
    deleteTeam: dispatch.deleteTeam.handler(({ context, input }) =>
      context.write('dispatch.deleteTeam', input, (act) => deleteTeam(deps, act, input)),
    ),
    deactivateTeam: dispatch.deactivateTeam.handler(({ context, input }) =>
      context.write('dispatch.deactivateTeam', input, (act) => setTeamActive(deps, act, input, false)),
    ),
    activateTeam: dispatch.activateTeam.handler(({ context, input }) =>
      context.write('dispatch.activateTeam', input, (act) => setTeamActive(deps, act, input, true)),
    ),
    listMemberships: dispatch.listMemberships.handler(({ context, input }) =>
      listMemberships(deps, context.caller, input),
    ),
    getMembership: dispatch.getMembership.handler(({ context, input }) =>
      getMembership(deps, context.caller, input.membershipId),
    ),
    createMembership: dispatch.createMembership.handler(({ context, input }) =>
      context.write('dispatch.createMembership', input, (act) => createMembership(deps, act, input)),
    ),
    updateMembership: dispatch.updateMembership.handler(({ context, input }) =>
      context.write('dispatch.updateMembership', input, (act) => updateMembership(deps, act, input)),
    ),
    deleteMembership: dispatch.deleteMembership.handler(({ context, input }) =>
      context.write('dispatch.deleteMembership', input, (act) => deleteMembership(deps, act, input)),
    ),
  }
}

function skillRoutes(deps: SetUpDeps) {
  const { skillList, skills } = deps.setUp
  return {
    listSkills: dispatch.listSkills.handler(({ input }) => skillList.page(input)),
    getSkill: dispatch.getSkill.handler(({ input }) => skills.get(input.skillId)),
    createSkill: dispatch.createSkill.handler(({ context, input }) =>
      context.write('dispatch.createSkill', input, () => createSkill(deps, input)),
    ),
    updateSkill: dispatch.updateSkill.handler(({ context, input }) =>
      context.write('dispatch.updateSkill', input, () => updateSkill(deps, input)),
    ),
    deleteSkill: dispatch.deleteSkill.handler(({ context, input }) =>
      context.write('dispatch.deleteSkill', input, () => deleteSkill(deps, input)),
    ),
    deactivateSkill: dispatch.deactivateSkill.handler(({ context, input }) =>
      context.write('dispatch.deactivateSkill', input, () =>
        setActive(skills, input.skillId, input.expectedVersion, false, () => skills.get(input.skillId)),
      ),
    ),
    activateSkill: dispatch.activateSkill.handler(({ context, input }) =>
      context.write('dispatch.activateSkill', input, () =>
        setActive(skills, input.skillId, input.expectedVersion, true, () => skills.get(input.skillId)),
      ),
    ),
  }
}

function typeRoutes(deps: SetUpDeps) {
  const { typeList, types } = deps.setUp
  return {
    listActivityTypes: dispatch.listActivityTypes.handler(({ input }) => typeList.page(input)),
    getActivityType: dispatch.getActivityType.handler(({ input }) => types.get(input.activityTypeId)),
    createActivityType: dispatch.createActivityType.handler(({ context, input }) =>
      context.write('dispatch.createActivityType', input, () => createActivityType(deps, input)),
    ),
    updateActivityType: dispatch.updateActivityType.handler(({ context, input }) =>
      context.write('dispatch.updateActivityType', input, () => updateActivityType(deps, input)),
    ),
    deleteActivityType: dispatch.deleteActivityType.handler(({ context, input }) =>
      context.write('dispatch.deleteActivityType', input, () =>
        deleteRecord(types, input.activityTypeId, input.expectedVersion),
      ),
    ),
    deactivateActivityType: dispatch.deactivateActivityType.handler(({ context, input }) =>
      context.write('dispatch.deactivateActivityType', input, () =>
        setActive(types, input.activityTypeId, input.expectedVersion, false, () =>
          types.get(input.activityTypeId),
        ),
      ),
    ),
    activateActivityType: dispatch.activateActivityType.handler(({ context, input }) =>
      context.write('dispatch.activateActivityType', input, () =>
        setActive(types, input.activityTypeId, input.expectedVersion, true, () =>
          types.get(input.activityTypeId),
        ),
      ),
    ),
  }
}

function workerRoutes(deps: SetUpDeps) {
  return {
    setWorkerSkills: dispatch.setWorkerSkills.handler(({ context, input }) =>
      context.write('dispatch.setWorkerSkills', input, (act) => setWorkerSkills(deps, act, input)),
    ),
    setDispatchProfile: dispatch.setDispatchProfile.handler(({ context, input }) =>
      context.write('dispatch.setDispatchProfile', input, (act) => setDispatchProfile(deps, act, input)),
    ),
  }
}
