import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { differencesOf, importFailures } from '../../electron/modules/stages/import.rules'
import {
  actingRole,
  decideMove,
  isReasonAllowed,
  minutesBetween,
  nextStages,
  previousStage,
  type MovableStage,
  type ReasonFacts,
} from '../../electron/modules/stages/move.rules'
import {
  bySequence,
  deactivateFailures,
  inTreeOrder,
  newStageFailures,
  nextSequence,
  parentChangeFailures,
  rootOf,
  subtreeIds,
  textIn,
  type TreeStage,
} from '../../electron/modules/stages/stage.rules'
import { ImportedStage } from '../../electron/shared/contract/stages'
import { newId } from '../support/app'

const unused = { orders: 0, history: 0 }
const codesOf = (failures: readonly { code: string }[]) => failures.map(({ code }) => code)

function stage(id: string, parentId?: string, more: Partial<MovableStage> = {}): MovableStage {
  return {
    id,
    code: id,
    parentId,
    sequence: 10,
    active: true,
    allowedRoles: [],
    reasonRequired: false,
    stopsSla: false,
    ...more,
  }
}

/** Tree T of 05 §6. */
const tree = [
  stage('PLAN'),
  stage('INPROC', 'PLAN', { allowedRoles: ['dispatcher', 'technician', 'serviceManager'] }),
  stage('CANCEL', 'PLAN', { sequence: 20, reasonRequired: true }),
  stage('WAITPART', 'INPROC', { reasonRequired: true }),
  stage('DONE', 'INPROC', { sequence: 20 }),
  stage('ARCH', 'DONE'),
]
const facts = (currentId: string | undefined) => ({ stages: tree, currentId, roles: ['dispatcher'] as const })
const anyReason: ReasonFacts = { active: true, uses: ['stageChange'], stageIds: [] }

describe('the tree', () => {
  it('R05-10: a second parentless stage and an unknown parent are refused', () => {
    expect(codesOf(newStageFailures(tree, undefined))).toEqual(['SECOND_ROOT'])
    expect(codesOf(newStageFailures(tree, 'nowhere'))).toEqual(['PARENT_NOT_FOUND'])
    expect(newStageFailures([], undefined)).toEqual([])
    expect(newStageFailures(tree, 'ARCH')).toEqual([])
  })

  it('R05-11: a used stage keeps its parent, and the counts say why', () => {
    const [failure] = parentChangeFailures(tree, tree[3]!, 'DONE', { orders: 2, history: 3 })

    expect(failure).toMatchObject({ code: 'PARENT_FROZEN', field: 'parentId', orders: 2, history: 3 })
    expect(parentChangeFailures(tree, tree[3]!, 'INPROC', { orders: 2, history: 3 })).toEqual([])
    expect(parentChangeFailures(tree, tree[3]!, 'DONE', unused)).toEqual([])
  })

  it('R05-12: frozen comes before the root, the root before the cycle', () => {
    const used = { orders: 1, history: 0 }

    expect(codesOf(parentChangeFailures(tree, tree[0]!, 'ARCH', used))).toEqual([
      'PARENT_FROZEN',
      'ROOT_REQUIRED',
      'STAGE_CYCLE',
    ])
    expect(codesOf(parentChangeFailures(tree, tree[1]!, 'DONE', unused))).toEqual(['STAGE_CYCLE'])
    expect(codesOf(parentChangeFailures(tree, tree[1]!, 'INPROC', unused))).toEqual(['STAGE_CYCLE'])
    expect(codesOf(parentChangeFailures(tree, tree[1]!, undefined, unused))).toEqual(['SECOND_ROOT'])
  })

  it('R05-13: the 21st level and the 201st stage are too many', () => {
    const chain = Array.from({ length: 20 }, (_, n) =>
      stage(`S${String(n)}`, n ? `S${String(n - 1)}` : undefined),
    )
    const wide = [stage('ROOT'), ...Array.from({ length: 199 }, (_, n) => stage(`C${String(n)}`, 'ROOT'))]

    expect(codesOf(newStageFailures(chain, 'S19'))).toEqual(['STAGE_LIMIT'])
    expect(newStageFailures(chain, 'S18')).toEqual([])
    expect(codesOf(newStageFailures(wide, 'ROOT'))).toEqual(['STAGE_LIMIT'])
    expect(newStageFailures(wide.slice(1), 'C1')).toEqual([])
    const branch = [...chain, stage('A', 'S0'), stage('B', 'A')]
    expect(codesOf(parentChangeFailures(branch, stage('A', 'S0'), 'S18', unused))).toEqual(['STAGE_LIMIT'])
    expect(parentChangeFailures(branch, stage('A', 'S0'), 'S17', unused)).toEqual([])
  })

  it('R05-14: neither the root nor a stage with active children is switched off', () => {
    expect(codesOf(deactivateFailures(tree, tree[0]!))).toEqual(['ROOT_REQUIRED', 'STAGE_HAS_CHILDREN'])
    expect(codesOf(deactivateFailures(tree, tree[4]!))).toEqual(['STAGE_HAS_CHILDREN'])
    expect(deactivateFailures(tree, tree[5]!)).toEqual([])
    const idle = tree.map((each) => (each.id === 'ARCH' ? { ...each, active: false } : each))
    expect(deactivateFailures(idle, idle[4]!)).toEqual([])
  })

  it('05 §2.1: siblings stand by sequence, then code; a new one comes last', () => {
    expect(inTreeOrder(tree).map(({ stage: { id }, depth }) => `${String(depth)} ${id}`)).toEqual([
      '1 PLAN', '2 INPROC', '3 WAITPART', '3 DONE', '4 ARCH', '2 CANCEL',
    ]) // prettier-ignore
    expect([stage('B'), stage('A')].toSorted(bySequence).map(({ id }) => id)).toEqual(['A', 'B'])
    expect(nextSequence(tree, 'PLAN')).toBe(30)
    expect(nextSequence(tree, 'ARCH')).toBe(10)
  })

  it('R-05.27: a language without a text reads as English, then as any', () => {
    expect(textIn({ en: 'Waiting', nb: 'Venter' }, 'lv')).toBe('Waiting')
    expect(textIn({ en: 'Waiting', nb: 'Venter' }, 'nb')).toBe('Venter')
    expect(textIn({ nb: 'Venter' }, 'de')).toBe('Venter')
  })

  it('R05-12: however stages are moved, one root reaches every stage and there is no cycle', () => {
    const step = fc.record({
      moved: fc.nat(30),
      to: fc.option(fc.nat(30), { nil: undefined }),
      isNew: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let stages: TreeStage[] = [stage('S0')]
        for (const { moved, to, isNew } of steps) {
          const parentId = to === undefined ? undefined : stages[to % stages.length]?.id
          const picked = stages[moved % stages.length]!
          if (isNew) {
            if (newStageFailures(stages, parentId).length > 0) continue
            stages = [...stages, stage(`S${String(stages.length)}`, parentId)]
          } else if (parentChangeFailures(stages, picked, parentId, unused).length === 0) {
            stages = stages.map((each) => (each === picked ? { ...each, parentId } : each))
          }
          const reached = inTreeOrder(stages)
          expect(stages.filter((each) => each.parentId === undefined)).toHaveLength(1)
          expect(new Set(reached.map(({ stage: { id } }) => id)).size).toBe(stages.length)
          expect(subtreeIds(stages, rootOf(stages)!.id)).toHaveLength(stages.length)
          expect(Math.max(...reached.map(({ depth }) => depth))).toBeLessThanOrEqual(20)
        }
      }),
    )
  })
})

describe('decideMove', () => {
  it('R05-20: an order without a stage is offered the root', () => {
    expect(nextStages(tree, undefined).map(({ id }) => id)).toEqual(['PLAN'])
    expect(decideMove(facts(undefined), { direction: 'next' })).toMatchObject({ target: { id: 'PLAN' } })
  })

  it('R05-21: Next goes to active direct children only; a leaf has no next', () => {
    const refusal = (currentId: string, stageId?: string) => {
      const decision = decideMove(facts(currentId), { direction: 'next', stageId, reason: anyReason })
      return decision.kind === 'refused' ? codesOf(decision.failures) : decision.target.id
    }

    expect(refusal('PLAN', 'INPROC')).toBe('INPROC')
    expect(refusal('PLAN', 'DONE')).toEqual(['NOT_A_NEXT_STAGE'])
    expect(refusal('WAITPART')).toEqual(['NO_NEXT_STAGE'])
    expect(refusal('DONE')).toBe('ARCH')
    expect(refusal('PLAN')).toEqual(['REQUIRED'])
  })

  it('R05-22: Previous goes to the parent, inactive or not', () => {
    const closed = tree.map((each) => (each.id === 'INPROC' ? { ...each, active: false } : each))

    expect(previousStage(closed, 'WAITPART')?.id).toBe('INPROC')
    expect(decideMove({ ...facts('WAITPART'), stages: closed }, { direction: 'previous' })).toMatchObject({
      kind: 'allowed',
      target: { id: 'INPROC' },
    })
    expect(decideMove(facts('PLAN'), { direction: 'previous' })).toMatchObject({
      failures: [{ code: 'NO_PREVIOUS_STAGE' }],
    })
  })

  it('R05-23: Set reaches any active stage and always needs a reason', () => {
    expect(decideMove(facts('PLAN'), { direction: 'set', stageId: 'ARCH' })).toMatchObject({
      failures: [{ code: 'REASON_REQUIRED' }],
    })
    expect(decideMove(facts('PLAN'), { direction: 'set', stageId: 'ARCH', reason: anyReason })).toMatchObject(
      {
        kind: 'allowed',
      },
    )
  })

  it('R05-24: the stage that is entered asks for the reason; it must be active and for this use and stage', () => {
    const enter = (reason?: ReasonFacts) =>
      decideMove(facts('INPROC'), { direction: 'next', stageId: 'WAITPART', reason })

    expect(enter()).toMatchObject({ failures: [{ code: 'REASON_REQUIRED', field: 'reasonId' }] })
    expect(enter({ ...anyReason, active: false })).toMatchObject({
      failures: [{ code: 'REASON_NOT_ALLOWED' }],
    })
    expect(enter(anyReason)).toMatchObject({ kind: 'allowed' })
    expect(isReasonAllowed({ ...anyReason, uses: ['orderCancel'] }, 'stageChange', 'DONE')).toBe(false)
    expect(isReasonAllowed({ ...anyReason, stageIds: ['ARCH'] }, 'stageChange', 'DONE')).toBe(false)
    expect(decideMove(facts('WAITPART'), { direction: 'previous' })).toMatchObject({ kind: 'allowed' })
  })

  it('R05-26, R05-28: the same stage is named alone, everything else together', () => {
    const strict = [...tree, stage('BACK', 'DONE', { reasonRequired: true, allowedRoles: ['backOffice'] })]

    expect(
      decideMove({ ...facts('CANCEL'), roles: [] }, { direction: 'next', stageId: 'CANCEL' }),
    ).toMatchObject({
      failures: [{ code: 'SAME_STAGE' }],
    })
    const decision = decideMove({ ...facts('PLAN'), stages: strict }, { direction: 'next', stageId: 'BACK' })
    expect(decision.kind === 'refused' && codesOf(decision.failures)).toEqual([
      'NOT_A_NEXT_STAGE',
      'REASON_REQUIRED',
      'STAGE_ROLE_FORBIDDEN',
    ])
  })

  it('R05-21: what Next offers and what it accepts are the same', () => {
    const anyStage = fc.constantFrom(...tree.map(({ id }) => id))
    fc.assert(
      fc.property(anyStage, anyStage, (currentId, stageId) => {
        const decision = decideMove(facts(currentId), { direction: 'next', stageId, reason: anyReason })
        const isOffered = nextStages(tree, currentId).some(({ id }) => id === stageId)
        expect(decision.kind === 'allowed').toBe(isOffered)
      }),
    )
  })

  it('05 §2.3: the role of a move is one the stage asks for', () => {
    expect(actingRole(['administrator', 'dispatcher', 'technician'], { allowedRoles: ['technician'] })).toBe(
      'technician',
    )
    expect(actingRole(['administrator', 'backOffice'], { allowedRoles: [] })).toBe('backOffice')
  })

  it('R-05.25: an hour over the spring change counts 60 minutes, and seconds are dropped', () => {
    const from = Date.UTC(2026, 2, 29, 0, 30)

    expect(minutesBetween(from, Date.UTC(2026, 2, 29, 1, 30))).toBe(60)
    expect(minutesBetween(from, from + 59_999)).toBe(0)
    expect(minutesBetween(from, from - 60_000)).toBe(0)
  })
})

describe('importing a tree', () => {
  const imported = (code: string, parentId: string | undefined, more: object = {}) =>
    ImportedStage.parse({ id: newId(), code, description: { en: code }, sequence: 10, parentId, ...more })
  const root = imported('ROOT', undefined)

  it('05 §4: two roots, repeated codes, unknown parents and cycles are named by their codes', () => {
    const first = imported('A', root.id)
    const loopId: string = newId()
    const loop = imported('LOOP', loopId, { id: loopId })

    expect(importFailures([root, first], false)).toEqual([])
    expect(importFailures([root, first], true)).toEqual([{ code: 'TREE_NOT_EMPTY' }])
    expect(importFailures([], false)).toEqual([{ code: 'ROOT_REQUIRED' }])
    expect(importFailures([root, imported('B', undefined)], false)).toEqual([
      { code: 'SECOND_ROOT', stage: 'B' },
    ])
    expect(importFailures([root, first, imported('A', root.id)], false)).toEqual([
      { code: 'STAGE_CODE_EXISTS', stage: 'A' },
    ])
    expect(importFailures([root, imported('C', newId())], false)).toEqual([
      { code: 'PARENT_NOT_FOUND', stage: 'C' },
    ])
    expect(importFailures([root, loop], false)).toEqual([{ code: 'STAGE_CYCLE', stage: 'LOOP' }])
  })

  it('05 §4: a preview says what is added, changed and removed, by code', () => {
    const here = [root, imported('A', root.id), imported('OLD', root.id)]
    const renamed = { ...here[1]!, id: newId<ImportedStage['id']>(), description: { en: 'Renamed' } }

    expect(differencesOf(here, [root, renamed, imported('NEW', renamed.id)])).toEqual([
      { code: 'A', kind: 'changed', fields: ['description'] },
      { code: 'NEW', kind: 'added', fields: [] },
      { code: 'OLD', kind: 'removed', fields: [] },
    ])
    expect(differencesOf(here, here)).toEqual([])
  })
})
