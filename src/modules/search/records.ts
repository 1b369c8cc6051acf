import type { SearchHit, SearchType } from '@contract/search'
import {
  mdiAccountHardHatOutline,
  mdiAccountOutline,
  mdiBarcode,
  mdiBriefcaseOutline,
  mdiCardAccountPhoneOutline,
  mdiCashMultiple,
  mdiClipboardTextOutline,
  mdiFileSign,
  mdiFileTreeOutline,
  mdiMapMarkerOutline,
  mdiPackageVariantClosed,
  mdiToolboxOutline,
  mdiWrenchOutline,
} from '@mdi/js'
import type { RouteLocationRaw } from 'vue-router'

interface RecordLook {
  readonly icon: string
  /** Prefix of the texts of its states. */
  readonly stateKey?: string
}

/** How the records of each type look in the palette. */
export const recordLooks: Readonly<Record<SearchType, RecordLook>> = {
  order: { icon: mdiClipboardTextOutline, stateKey: 'orders.progress' },
  repairLine: { icon: mdiWrenchOutline },
  case: { icon: mdiBriefcaseOutline, stateKey: 'cases.status' },
  customer: { icon: mdiAccountOutline, stateKey: 'customers.status' },
  site: { icon: mdiMapMarkerOutline },
  contact: { icon: mdiCardAccountPhoneOutline },
  object: { icon: mdiToolboxOutline, stateKey: 'objects.status' },
  serviceBom: { icon: mdiFileTreeOutline },
  item: { icon: mdiPackageVariantClosed },
  serial: { icon: mdiBarcode },
  worker: { icon: mdiAccountHardHatOutline },
  agreement: { icon: mdiFileSign, stateKey: 'serviceAgreements.status' },
  billingAccount: { icon: mdiCashMultiple, stateKey: 'agreements.accountStatus' },
}

/** The page of a record; a serial is shown with its item, the list of an object in its browser. */
export function placeOf({ id, itemId, type }: SearchHit): RouteLocationRaw {
  if (type === 'serial') return { name: 'item', params: { id: itemId ?? id } }
  return type === 'serviceBom' ? { name: 'bomBrowser', query: { bomId: id } } : { name: type, params: { id } }
}
