import { entityTable, instant, int, json, ref, text } from '../../db/entityTable'
import { createListView } from '../../db/listQuery'
import { createRecords, type Store } from '../../db/records'
import type { SignOff } from '../../shared/contract/orderSignOff'
import type { UserId } from '../../shared/contract/id'

type Names = 'technicianName' | 'signedByName' | 'revokedByName'
/** A sign-off as stored: with the content of its lines and everything its report says. */
export interface StoredSignOff extends Omit<SignOff, Names> {
  /** The canonical content that `linesSha256` is the hash of. */
  readonly lines: string
  /** What the report says, as plain data; with the language it is all that the report was rendered from. */
  readonly report: unknown
  readonly revokedById?: UserId | undefined
}

const table = entityTable<StoredSignOff>({
  entity: 'signOff',
  table: 'sign_off',
  columns: {
    orderId: ref(),
    signer: text({ personal: true }),
    role: text({ personal: true }),
    absentReason: text({ personal: true }),
    strokes: json({ personal: true }),
    at: instant(),
    technicianId: ref(),
    signedById: ref(),
    lineIds: json(),
    lines: text(),
    linesSha256: text({ column: 'lines_sha256' }),
    report: json({ personal: true }),
    language: text(),
    reportSha256: text({ column: 'report_sha256' }),
    reportSize: int(),
    revokedAt: instant(),
    revokedById: ref(),
    revokeReason: text({ personal: true }),
  },
})

type Row = StoredSignOff & Pick<SignOff, Names>

/** All SQL of sign-offs and their frozen reports. */
export function createSignOffsRepository(store: Store) {
  const { db } = store
  const records = createRecords(store, table)
  const list = createListView<StoredSignOff, Row>(store, {
    table,
    joins:
      'LEFT JOIN worker w ON w.id = t.technician_id LEFT JOIN user u ON u.id = t.signed_by_id LEFT JOIN user r ON r.id = t.revoked_by_id',
    joined: {
      technicianName: { sql: 'w.display_name', kind: 'text' },
      signedByName: { sql: 'u.display_name', kind: 'text' },
      revokedByName: { sql: 'r.display_name', kind: 'text' },
    },
    defaultSort: [{ field: 'at', direction: 'asc' }],
  })
  const insertReport = db.prepare(
    'INSERT INTO sign_off_report (sha256, content) VALUES (?, ?) ON CONFLICT (sha256) DO NOTHING',
  )
  const selectReport = db
    .prepare<[string], Buffer>('SELECT content FROM sign_off_report WHERE sha256 = ?')
    .pluck()

  return {
    records,
    /** The sign-offs of an order, oldest first. */
    ofOrder(orderId: string): SignOff[] {
      return list.page({ filter: { orderId: [orderId] }, limit: 200 }).items.map(viewOf)
    },
    /** A sign-off with the names that an answer shows. */
    find(id: string): SignOff | undefined {
      const row = list.find(id)
      return row ? viewOf(row) : undefined
    },
    /** Keeps a frozen report, each content once. */
    keepReport(sha256: string, content: Uint8Array): void {
      insertReport.run(sha256, content)
    },
    report(sha256: string): Uint8Array | undefined {
      return selectReport.get(sha256)
    },
  }
}
export type SignOffsRepository = ReturnType<typeof createSignOffsRepository>

function viewOf({ lines: _lines, report: _report, revokedById: _revokedById, ...view }: Row): SignOff {
  return view
}
