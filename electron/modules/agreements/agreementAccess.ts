import type { Act, Caller } from '../../db/act'
import { toBytes } from '../../db/ids'
import type { Condition } from '../../db/listQuery'
import { assertVersion } from '../../db/version'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import type { Permission } from '../../shared/contract/permission'
import type { AgreementWorkDeps } from './agreementDeps'
import type {
  StoredAgreementLine,
  StoredAgreementObject,
  StoredAgreementTask,
} from './agreementParts.repository'
import type { StoredAgreement } from './serviceAgreements.repository'

type Deps = Pick<AgreementWorkDeps, 'agreements' | 'parts'>

const isOwnOnly = ({ permissions }: Caller, permission: Permission) => permissions.get(permission) === 'own'

/** Throws FORBIDDEN for agreements of other offices and, with reach own, for those that no own order is of. */
export function assertReachesAgreement(
  { agreements }: Pick<Deps, 'agreements'>,
  caller: Caller,
  permission: Permission,
  { id, officeId }: Pick<StoredAgreement, 'id' | 'officeId'>,
): void {
  const isOwn =
    !isOwnOnly(caller, permission) || (caller.workerId !== undefined && agreements.isOwn(id, caller.workerId))
  if (!isOwn || !caller.officeIds.includes(officeId))
    throw domainError(commonErrors, 'FORBIDDEN', { permission })
}

/** The agreements a caller may list: of the own offices and, with reach own, of the own orders (conventions §8). */
export function agreementScope(
  { agreements }: Pick<Deps, 'agreements'>,
  caller: Caller,
  permission: Permission = 'agreements.read',
  alias: 't' | 'a' = 't',
): Condition[] {
  const scope: Condition[] = []
  if (caller.officeIds.length < agreements.officeCount())
    scope.push({
      sql: `${alias}.office_id IN (SELECT unhex(value, '-') FROM json_each(:scope_offices))`,
      params: { scope_offices: JSON.stringify(caller.officeIds) },
    })
  if (isOwnOnly(caller, permission)) scope.push(ofOwnOrders(caller, alias))
  return scope
}

function ofOwnOrders({ workerId }: Caller, alias: string): Condition {
  if (workerId === undefined) return { sql: '0', params: {} }
  return {
    sql: `${alias}.id IN (
      SELECT o.agreement_id FROM service_order o WHERE o.preferred_technician_id = :scope_worker
      UNION ALL
      SELECT o.agreement_id FROM service_order_line l JOIN service_order o ON o.id = l.order_id
      WHERE l.worker_id = :scope_worker
      UNION ALL
      SELECT o.agreement_id FROM activity a JOIN service_order o ON o.id = a.order_id
      WHERE a.worker_id = :scope_worker)`,
    params: { scope_worker: toBytes(workerId) },
  }
}

/** An agreement with all that shares its version, as it lies in the store. */
export interface LoadedAgreement {
  readonly agreement: StoredAgreement
  readonly lines: readonly StoredAgreementLine[]
  readonly objects: readonly StoredAgreementObject[]
  readonly tasks: readonly StoredAgreementTask[]
}

export interface AgreementRef {
  readonly agreementId: string
  readonly expectedVersion: number
}

/** The agreement as it lies in the store; throws NOT_FOUND. */
export function readAgreement({ agreements, parts }: Deps, agreementId: string): LoadedAgreement {
  return {
    agreement: agreements.records.get(agreementId),
    lines: parts.linesOf(agreementId),
    objects: parts.objects.ofOwner(agreementId),
    tasks: parts.tasks.ofOwner(agreementId),
  }
}

/** Loads an agreement to change it; throws NOT_FOUND, FORBIDDEN and CONFLICT. */
export function loadAgreement(
  deps: Deps,
  { caller }: Pick<Act, 'caller'>,
  { agreementId, expectedVersion }: AgreementRef,
  permission: Permission,
  mine: object = {},
): LoadedAgreement {
  const agreement = deps.agreements.records.get(agreementId)
  assertReachesAgreement(deps, caller, permission, agreement)
  assertVersion('agreement', agreement, expectedVersion, mine)
  return readAgreement(deps, agreementId)
}
