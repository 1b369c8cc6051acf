import { BillingAccountStatus, BillingAccountType } from '@contract/agreements'
import type { AlertEntity } from '@contract/alerts'
import { ItemKind } from '@contract/catalog'
import { CaseStatus } from '@contract/cases'
import { CustomerStatus } from '@contract/customers'
import { ObjectStatus } from '@contract/objects'
import { AgreementStatus } from '@contract/serviceAgreements'
import { OrderOrigin, OrderPriority, OrderProgress } from '@contract/orders'
import type { Column, Row } from '@/composables/list'
import { itemCategoryLookup } from '@/modules/catalog'
import { customerGroupLookup, customerLookup } from '@/modules/customers'
import { objectGroupLookup } from '@/modules/objects'
import { officeLookup, workerLookup } from '@/modules/people'
import { stageLookup } from '@/modules/stages'

const customer = { titleKey: 'orders.order.customerId', kind: 'ref', lookup: customerLookup } as const

/** By what a rule narrows the records of each kind. */
export const filterColumns: Readonly<Record<AlertEntity, readonly Column<Row>[]>> = {
  order: [
    { key: 'progress', titleKey: 'orders.order.progress', kind: 'enum', options: OrderProgress.options, textKey: 'orders.progress' },
    { key: 'priority', titleKey: 'orders.order.priority', kind: 'enum', options: OrderPriority.options, textKey: 'orders.priority' },
    { key: 'stageId', titleKey: 'orders.order.stageId', kind: 'ref', lookup: stageLookup },
    { key: 'customerId', ...customer },
    { key: 'preferredTechnicianId', titleKey: 'orders.order.preferredTechnicianId', kind: 'ref', lookup: workerLookup },
    { key: 'responsibleId', titleKey: 'orders.order.responsibleId', kind: 'ref', lookup: workerLookup },
    { key: 'hasResponsible', titleKey: 'orders.order.hasResponsible', kind: 'boolean' },
    { key: 'officeId', titleKey: 'nav.office', kind: 'ref', lookup: officeLookup },
    { key: 'origin', titleKey: 'orders.order.origin', kind: 'enum', options: OrderOrigin.options, textKey: 'orders.origin' },
  ],
  case: [
    { key: 'status', titleKey: 'cases.case.status', kind: 'enum', options: CaseStatus.options, textKey: 'cases.status' },
    { key: 'priority', titleKey: 'cases.case.priority', kind: 'enum', options: OrderPriority.options, textKey: 'orders.priority' },
    { key: 'customerId', ...customer },
    { key: 'ownerId', titleKey: 'cases.case.ownerId', kind: 'ref', lookup: workerLookup },
  ],
  customer: [
    { key: 'status', titleKey: 'customers.customer.status', kind: 'enum', options: CustomerStatus.options, textKey: 'customers.status' },
    { key: 'groupId', titleKey: 'customers.customer.groupId', kind: 'ref', lookup: customerGroupLookup },
    { key: 'country', titleKey: 'customers.customer.country', kind: 'text' },
  ],
  object: [
    { key: 'status', titleKey: 'alerts.field.status', kind: 'enum', options: ObjectStatus.options, textKey: 'objects.status' },
    { key: 'customerId', ...customer },
    { key: 'groupId', titleKey: 'alerts.field.groupId', kind: 'ref', lookup: objectGroupLookup },
  ],
  item: [
    { key: 'kind', titleKey: 'catalog.item.kind', kind: 'enum', options: ItemKind.options, textKey: 'catalog.itemKind' },
    { key: 'categoryId', titleKey: 'catalog.item.categoryId', kind: 'ref', lookup: itemCategoryLookup },
    { key: 'blocked', titleKey: 'catalog.item.blocked', kind: 'boolean' },
  ],
  worker: [
    { key: 'active', titleKey: 'common.active', kind: 'boolean' },
    { key: 'officeId', titleKey: 'nav.office', kind: 'ref', lookup: officeLookup },
  ],
  billingAccount: [
    { key: 'status', titleKey: 'alerts.field.status', kind: 'enum', options: BillingAccountStatus.options, textKey: 'agreements.accountStatus' },
    { key: 'type', titleKey: 'alerts.field.type', kind: 'enum', options: BillingAccountType.options, textKey: 'agreements.accountType' },
    { key: 'customerId', ...customer },
  ],
  agreement: [
    { key: 'status', titleKey: 'alerts.field.status', kind: 'enum', options: AgreementStatus.options, textKey: 'serviceAgreements.status' },
    { key: 'customerId', ...customer },
    { key: 'responsibleId', titleKey: 'orders.order.responsibleId', kind: 'ref', lookup: workerLookup },
    { key: 'officeId', titleKey: 'nav.office', kind: 'ref', lookup: officeLookup },
  ],
} // prettier-ignore
