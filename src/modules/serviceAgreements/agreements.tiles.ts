import type { AgreementFilter } from '@contract/serviceAgreements'
import type { HomeTile } from '@/router/tiles'
import { client } from '@/rpc/client'

async function counted(filter: AgreementFilter): Promise<number | undefined> {
  return (await client.agreements.listAgreements({ filter, limit: 1, withCount: true })).count
}

/** What needs an eye of those who own agreements (R02-29). */
export const tiles: readonly HomeTile[] = [
  {
    key: 'expiringAgreements',
    titleKey: 'serviceAgreements.tiles.expiring',
    permission: 'agreements.manage',
    order: 30,
    to: { name: 'agreements', query: { view: 'expiring30' } },
    count: () => counted({ set: ['expiring30'] }),
    entities: ['agreement'],
  },
  {
    key: 'noticeDeadlines',
    titleKey: 'serviceAgreements.tiles.notice',
    permission: 'agreements.manage',
    order: 31,
    to: { name: 'agreements', query: { view: 'noticeThisMonth' } },
    count: () => counted({ set: ['noticeThisMonth'] }),
    entities: ['agreement'],
  },
]
