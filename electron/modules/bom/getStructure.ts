import type { Act } from '../../db/act'
import { domainError } from '../../shared/contract/domainError'
import {
  structureErrors,
  type BomComparison,
  type Structure,
  type StructureHit,
  type StructureNode,
  type StructureSubject,
} from '../../shared/contract/bomStructure'
import { compareStructures } from './compare.rules'
import { hitsIn } from './hits.rules'
import type { SourceState, StructureSources } from './structure.source'
import { treeOf } from './tree.rules'

export interface StructureDeps {
  readonly sources: StructureSources
}

/**
 * Reads what a subject names.
 *
 * @throws ONE_SUBJECT unless it names exactly one structure, NOT_FOUND
 */
export function readSubject(
  { sources }: StructureDeps,
  { bomId, itemId, templateId, ...time }: StructureSubject,
  asked: Act,
): SourceState {
  const named = [
    ...(itemId === undefined ? [] : [() => sources.item(itemId, time, asked)]),
    ...(templateId === undefined ? [] : [() => sources.template(templateId, time, asked)]),
    ...(bomId === undefined ? [] : [() => sources.service(bomId, time, asked)]),
  ]
  const [read] = named
  if (!read || named.length > 1)
    throw domainError(structureErrors, 'ONE_SUBJECT', { fields: ['itemId', 'templateId', 'bomId'] })
  return read()
}

/**
 * The tree of an item, a template or a service BOM at a moment, parents before their parts.
 *
 * @throws ONE_SUBJECT, NOT_FOUND, BOM_TOO_LARGE, BOM_CIRCULAR
 */
export function getStructure(deps: StructureDeps, asked: Act, subject: StructureSubject): Structure {
  const { childrenOf, ...head } = readSubject(deps, subject, asked)
  const root = { itemId: head.rootItemId, itemNumber: head.rootItemNumber }
  return { ...subject, ...head, nodes: treeOf(root, childrenOf) }
}

/** Two states side by side (R09-13): of one service BOM by the chains of its positions, else by items. */
export function getComparison(
  deps: StructureDeps,
  asked: Act,
  input: { left: StructureSubject; right: StructureSubject; withEqual?: boolean | undefined },
): BomComparison {
  const nodesOf = (subject: StructureSubject): StructureNode[] => getStructure(deps, asked, subject).nodes
  const isOneBom = input.left.bomId !== undefined && input.left.bomId === input.right.bomId
  return compareStructures(nodesOf(input.left), nodesOf(input.right), {
    matching: isOneBom ? 'chain' : 'items',
    withEqual: input.withEqual,
  })
}

/** Where a text stands in a structure: item number, name, serial, description or position (09 §5). */
export function listStructureHits(
  deps: StructureDeps,
  asked: Act,
  { text, ...subject }: StructureSubject & { text: string },
): { items: StructureHit[]; count: number } {
  return hitsIn(getStructure(deps, asked, subject).nodes, text)
}
