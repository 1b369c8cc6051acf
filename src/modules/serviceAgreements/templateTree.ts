import type { TemplateGroup } from '@contract/agreementGroups'
import type { AgreementListItem } from '@contract/serviceAgreements'
import { computed, shallowRef } from 'vue'
import { useSubmit } from '@/composables/useSubmit'
import { onChange } from '@/rpc/changes'
import { client } from '@/rpc/client'

/** A row of the tree of templates: a group, or a template in it (02 §2.3). */
export interface TemplateNode {
  readonly id: string
  readonly kind: 'group' | 'template'
  readonly title: string
  /** How many templates stand below a group; of a template, its lines. */
  readonly count: number
  readonly depth: number
}
type Group = Pick<TemplateGroup, 'id' | 'code' | 'description' | 'parentId'>
type Template = Pick<AgreementListItem, 'id' | 'number' | 'description' | 'templateGroupId' | 'lineCount'>

/** Groups with their templates, depth first, each level by its text. */
export function treeOf(groups: readonly Group[], templates: readonly Template[]): TemplateNode[] {
  const known = new Set<string>(groups.map(({ id }) => id))
  const parentOf = (id: string | undefined) => (id !== undefined && known.has(id) ? id : undefined)
  const byText = new Intl.Collator(undefined, { numeric: true }).compare

  function below(parentId: string | undefined, depth: number): TemplateNode[] {
    const inside = groups.filter((group) => parentOf(group.parentId) === parentId)
    const own = templates.filter((template) => parentOf(template.templateGroupId) === parentId)
    const groupNodes = inside
      .toSorted((left, right) => byText(left.description, right.description))
      .flatMap((group) => {
        const children = below(group.id, depth + 1)
        const count = children.filter(({ kind }) => kind === 'template').length
        return [{ id: group.id, kind: 'group' as const, title: group.description, count, depth }, ...children]
      })
    const templateNodes = own
      .toSorted((left, right) => byText(left.description, right.description))
      .map(({ description, id, lineCount, number }) => ({
        ...{ id, kind: 'template' as const, title: `${number} ${description}`, count: lineCount, depth },
      }))
    return [...groupNodes, ...templateNodes]
  }
  return below(undefined, 1)
}

const pageSize = 200

async function all<Item>(
  load: (after: string | undefined) => Promise<{ items: Item[]; next?: string | undefined }>,
): Promise<Item[]> {
  const found: Item[] = []
  let after: string | undefined
  do {
    const page = await load(after)
    found.push(...page.items)
    after = page.next
  } while (after !== undefined)
  return found
}

/** All templates in their groups, kept up to date. */
export function useTemplateTree() {
  const nodes = shallowRef<readonly TemplateNode[]>()
  const { run, isRunning, refusal } = useSubmit(async () => {
    const ask = client.agreements
    const from = (after: string | undefined) => ({
      limit: pageSize,
      ...(after === undefined ? {} : { after }),
    })
    const [groups, templates] = await Promise.all([
      all((after) => ask.listTemplateGroups({ ...from(after), filter: { active: true } })),
      all((after) => ask.listAgreements({ ...from(after), filter: { isTemplate: true } })),
    ])
    nodes.value = treeOf(groups, templates)
  })
  for (const entity of ['agreement', 'templateGroup']) onChange(entity, () => void run())
  void run()
  return { nodes: computed(() => nodes.value), isRunning, refusal, reload: run }
}
