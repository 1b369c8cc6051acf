import type { z } from 'zod'
import { outcome, type Outcome } from '../../db/changeLog'
import { isZone } from '../../db/zones'
import { refuseAll, type Failure } from '../../shared/contract/domainError'
import type { customersContract, Site } from '../../shared/contract/customers'
import type { SiteId } from '../../shared/contract/id'
import type { CustomersRepository, StoredSite } from './customers.repository'
import { isPlaceValid, knownPlace } from './site.rules'
import { notFound } from '../../db/version'

type Input<Name extends keyof typeof customersContract> = z.output<
  NonNullable<(typeof customersContract)[Name]['~orpc']['inputSchema']>
>

/** Adds a site to a customer; the first becomes its main site (01 §2.4). */
export function createSite(
  repository: CustomersRepository,
  { reason: _reason, ...fields }: Input<'createSite'>,
): Outcome<Site> {
  const { customers, sites } = repository
  const replayed = sites.replayed(fields.id, knownPlace(fields))
  if (replayed) return { result: siteOf(repository, replayed.id), unchanged: true }
  customers.get(fields.customerId)
  const hasMain = sites.where('customerId', fields.customerId).some(({ kind }) => kind === 'main')
  const kind = fields.kind ?? (hasMain ? 'service' : 'main')
  const site: StoredSite = knownPlace({ ...fields, kind, version: 1, active: true })
  assertSite(repository, site)
  const change = sites.insert(site)
  return { result: siteOf(repository, site.id), changes: [change] }
}

/** Changes a site; orders keep the address they copied (R04-60). */
export function updateSite(
  repository: CustomersRepository,
  { siteId, expectedVersion, patch }: Input<'updateSite'>,
): Outcome<Site> {
  const { before, after } = repository.sites.patched(siteId, expectedVersion, patch)
  const site = knownPlace(after)
  assertSite(repository, site)
  const { changes } = repository.sites.update(before, site)
  return outcome(siteOf(repository, siteId), changes)
}

function assertSite({ sites }: CustomersRepository, site: StoredSite): void {
  const failures: Failure[] = []
  if (!isPlaceValid(site)) failures.push({ code: 'COORDINATES_INVALID', field: 'latitude' })
  if (!isZone(site.zone)) failures.push({ code: 'ZONE_UNKNOWN', field: 'zone' })
  const main = sites.where('customerId', site.customerId).find(({ kind }) => kind === 'main')
  if (site.kind === 'main' && main && main.id !== site.id)
    failures.push({ code: 'MAIN_SITE_EXISTS', field: 'kind', ids: [main.id] })
  const [first, ...rest] = failures
  if (first) throw refuseAll([first, ...rest])
}

/** The site as answered; throws NOT_FOUND. */
export function siteOf(repository: CustomersRepository, id: SiteId): Site {
  const site = repository.siteList.find(id)
  if (!site) throw notFound('site', id)
  return site
}
