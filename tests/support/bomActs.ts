import { newId, type TestApp } from './app'
import { bikesOf, itemOf, templateOf } from './boms'

type Act = () => Promise<() => Promise<unknown>>

/** The commands of templates, for the guard that all of them are undone. */
export function bomActs(appOf: () => TestApp): Readonly<Record<string, Act>> {
  /** A free template with a wheel that has a tyre. */
  async function free() {
    const app = appOf()
    const branch = await bikesOf(app)
    const template = await templateOf(app.owner, branch, [{ item: 'W1', parts: [{ item: 'TYRE' }] }])
    const [wheel] = template.lines
    if (!wheel) throw new Error('the template has a line')
    const ref = { templateId: template.id, expectedVersion: template.version }
    return { bom: app.owner.bom, branch, ref, wheel }
  }

  return {
    'bom.createTemplate': async () => {
      const { bom, branch, ref } = await free()
      const copy = { source: 'template', sourceId: ref.templateId, itemId: branch.bike } as const
      return () => bom.createTemplate({ ...copy, id: newId() })
    },
    'bom.updateTemplate': async () => {
      const { bom, ref } = await free()
      return () => bom.updateTemplate({ ...ref, patch: { name: 'Other', fromDate: '2026-01-01' } })
    },
    'bom.deleteTemplate': async () => {
      const { bom, ref } = await free()
      return () => bom.deleteTemplate(ref)
    },
    'bom.createTemplateVersion': async () => {
      const { bom, ref } = await free()
      return () => bom.createTemplateVersion({ id: newId(), templateId: ref.templateId })
    },
    'bom.addTemplateLine': async () => {
      const { bom, branch, ref, wheel } = await free()
      return () => bom.addTemplateLine({ ...ref, parentLineId: wheel.id, itemId: itemOf(branch, 'BOLT') })
    },
    'bom.updateTemplateLine': async () => {
      const { bom, ref, wheel } = await free()
      return () =>
        bom.updateTemplateLine({ ...ref, lineId: wheel.id, patch: { quantity: 3000, position: 4 } })
    },
    'bom.deleteTemplateLine': async () => {
      const { bom, ref, wheel } = await free()
      return () => bom.deleteTemplateLine({ ...ref, lineId: wheel.id })
    },
  }
}
