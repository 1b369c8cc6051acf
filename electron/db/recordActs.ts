import { outcome, type Outcome } from './changeLog'
import type { Stored } from './entityTable'
import type { Records } from './records'

/** Deletes a record that nothing refers to; else IN_USE (R01-05). */
export function deleteRecord<R extends Stored, Id extends string>(
  records: Records<R>,
  id: Id,
  expectedVersion: number,
): Outcome<{ id: Id }> {
  const record = records.expect(id, expectedVersion)
  records.assertUnused(id)
  return { result: { id }, changes: [records.remove(record)] }
}

/** Switches a record on or off for new work; history stays. */
export function setActive<R extends Stored & { readonly active: boolean }, View>(
  records: Records<R>,
  id: string,
  expectedVersion: number,
  active: boolean,
  view: () => View,
): Outcome<View> {
  const before = records.expect(id, expectedVersion, { active })
  const { changes } = records.update(before, { ...before, active })
  return outcome(view(), changes)
}
