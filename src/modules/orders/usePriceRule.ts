import { PriceRuleId } from '@contract/id'
import type { OrderLine } from '@contract/orders'
import { shallowRef } from 'vue'
import { client } from '@/rpc/client'

interface RuleText {
  readonly name: string
  readonly validFrom: string
  readonly validTo: string | undefined
}

/** The price rule, or the list price of the item, that gave a line its price. */
export function usePriceRule(line: OrderLine) {
  const rule = shallowRef<RuleText>()

  async function read(ruleId: string): Promise<RuleText | undefined> {
    if (line.itemId !== undefined) {
      const { items } = await client.catalog.listItemPrices({ itemId: line.itemId, limit: 200 })
      const row = items.find(({ id }) => id === ruleId)
      if (row) return { name: line.itemNumber ?? '', validFrom: row.validFrom, validTo: row.validTo }
    }
    const found = await client.agreements.getPriceRule({ priceRuleId: PriceRuleId.parse(ruleId) })
    const { billingAccountName, workerName, categoryCode, itemNumber, validFrom, validTo } = found
    const name = [billingAccountName, workerName, categoryCode, itemNumber].filter(Boolean).join(', ')
    return { name, validFrom, validTo }
  }

  if (line.priceRuleId !== undefined)
    void read(line.priceRuleId).then(
      (text) => (rule.value = text),
      () => undefined, // deleted since, or not this user's to read: source and step still say why
    )
  return { rule }
}
