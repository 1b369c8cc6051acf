import { z } from 'zod'
import type { Caller } from '../../db/act'
import { commonErrors, DomainError, domainError } from '../../shared/contract/domainError'
import type { NotedEntity } from '../../shared/contract/attachments'
import { metaOf } from '../../shared/contract/index'
import { Permission } from '../../shared/contract/permission'

/** Asks a procedure of another module as the caller. */
export type Ask = (caller: Caller, path: readonly string[], input: unknown) => unknown

interface Reading {
  readonly path: readonly [capability: string, name: string]
  readonly key: string
  /** Where more is read than is the caller's own: the record that says whose it is, by the field that names it. */
  readonly own?: { readonly entity: NotedEntity; readonly field: string }
}

/** How each record is read by its own module: it knows which offices and whose records a caller sees. */
const readings: Readonly<Record<NotedEntity, Reading>> = {
  order: { path: ['orders', 'getOrder'], key: 'orderId' },
  case: { path: ['orders', 'getCase'], key: 'caseId' },
  agreement: { path: ['agreements', 'getAgreement'], key: 'agreementId' },
  customer: { path: ['customers', 'getCustomer'], key: 'customerId' },
  site: { path: ['customers', 'getSite'], key: 'siteId' },
  contact: { path: ['customers', 'getContact'], key: 'contactId' },
  object: { path: ['objects', 'getObject'], key: 'objectId' },
  item: { path: ['catalog', 'getItem'], key: 'itemId' },
  serial: { path: ['catalog', 'getSerial'], key: 'serialId' },
  worker: { path: ['people', 'getWorker'], key: 'workerId' },
  billingAccount: { path: ['agreements', 'getBillingAccount'], key: 'billingAccountId' },
  repairLine: {
    path: ['repair', 'getLine'],
    key: 'lineId',
    own: { entity: 'order', field: 'orderId' },
  },
}

export interface OwnerRef {
  readonly entity: NotedEntity
  readonly recordId: string
}

/**
 * Who may read a record may read its notes and attachments; who has the right to write them for own records only writes
 * to those of which the record's own module says that they are (conventions §8).
 */
export function createOwners(ask: Ask) {
  function assertReadable(caller: Caller, { entity, recordId }: OwnerRef): void {
    const { key, path } = readings[entity]
    const permission = rightOf(path)
    const reach = permission && caller.permissions.get(permission)
    if (reach === undefined || reach === 'board') throw forbidden(permission)
    ask(caller, path, { [key]: recordId })
  }

  /** Whether a caller may write on a record that he may read. */
  function mayWrite(caller: Caller, owner: OwnerRef): boolean {
    const { permissions, workerId } = caller
    const reach = permissions.get('attachments.write')
    if (reach !== 'own') return reach !== undefined
    const { own, path } = readings[owner.entity]
    if (own) return isOwn(caller, holderOf(caller, owner, own))
    const right = rightOf(path)
    return owner.entity === 'worker'
      ? owner.recordId === workerId
      : right !== undefined && permissions.get(right) === 'own'
  }

  /** The record that says whose another one is. */
  function holderOf(
    caller: Caller,
    { entity, recordId }: OwnerRef,
    { entity: holder, field }: NonNullable<Reading['own']>,
  ): OwnerRef {
    const { key, path } = readings[entity]
    const record = z.looseObject({ [field]: z.string() }).parse(ask(caller, path, { [key]: recordId }))
    return { entity: holder, recordId: z.string().parse(record[field]) }
  }

  function isOwn(caller: Caller, holder: OwnerRef): boolean {
    try {
      assertReadable(caller, holder)
    } catch (error) {
      if (error instanceof DomainError && error.code === 'FORBIDDEN') return false
      throw error
    }
    return mayWrite(caller, holder)
  }

  return {
    /** Throws NOT_FOUND, and FORBIDDEN out of the caller's offices and reach. */
    assertReadable,
    mayWrite,
    /** Throws likewise, and FORBIDDEN for what is not the caller's own where the right is for that only. */
    assertWritable(caller: Caller, owner: OwnerRef): void {
      assertReadable(caller, owner)
      if (!mayWrite(caller, owner)) throw forbidden('attachments.write')
    },
  }
}
export type Owners = ReturnType<typeof createOwners>

function rightOf(path: readonly string[]): Permission | undefined {
  return Permission.safeParse(metaOf(path)?.permission).data
}

/** Throws FORBIDDEN for what another wrote, where the right is for own records only. */
export function assertOwnWriting({ permissions, userId }: Caller, authorId: string): void {
  if (permissions.get('attachments.write') === 'own' && authorId !== userId)
    throw forbidden('attachments.write')
}

function forbidden(permission: Permission | undefined): Error {
  return domainError(commonErrors, 'FORBIDDEN', permission === undefined ? {} : { permission })
}
