import { OrderId, ServiceBomId, TemplateId } from '@contract/id'
import type { ServiceBom } from '@contract/bom'
import type { Lookup, LookupOption } from '@/composables/list'
import { client } from '@/rpc/client'

/** Template BOMs by number or name. */
export const templateLookup: Lookup = {
  route: 'bomTemplates',
  search: async (text, limit) => {
    const { items } = await client.bom.listTemplates({ text, limit })
    return items.map(templateOption)
  },
  resolve: async (id) => templateOption(await client.bom.getTemplate({ templateId: TemplateId.parse(id) })),
}

function templateOption(found: {
  id: string
  number: string
  templateVersion: number
  name: string
  itemNumber: string
}): LookupOption {
  const { id, itemNumber, name, number, templateVersion } = found
  return { id, title: `${number} v${String(templateVersion)} ${name}`, subtitle: itemNumber }
}

/** Service BOMs by their object. */
export const serviceBomLookup: Lookup = {
  search: async (text, limit) => {
    const { items } = await client.bom.listServiceBoms({ text, limit })
    return items.map(bomOption)
  },
  resolve: async (id) => bomOption(await client.bom.getServiceBom({ bomId: ServiceBomId.parse(id) })),
}

function bomOption({
  customerName,
  id,
  objectDescription,
  objectNumber,
  serialNumber,
}: ServiceBom): LookupOption {
  return {
    id,
    title: `${objectNumber} ${objectDescription}`,
    subtitle: [serialNumber, customerName].filter(Boolean).join(', '),
  }
}

/** Service orders by number. */
export const orderLookup: Lookup = {
  route: 'orders',
  search: async (text, limit) => {
    const { items } = await client.orders.listOrders({ text, limit })
    return items.map(({ customerName, id, number }) => ({ id, title: number, subtitle: customerName }))
  },
  resolve: async (id) => {
    const { customerName, number } = await client.orders.getOrder({ orderId: OrderId.parse(id) })
    return { id, title: number, subtitle: customerName }
  },
}
