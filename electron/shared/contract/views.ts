import { z } from 'zod'
import { Reason, recordRef } from './crud'
import { refusals } from './domainError'
import { OfficeId, UserId, ViewId } from './id'
import { listInput, pageOf } from './page'
import { Role } from './permission'
import { command, query } from './procedure'

const name = z.string().min(1).max(100)

/** How a list shows one of its columns; those not named are hidden. */
export const ViewColumn = z.object({
  key: name,
  /** Pixels; absent: as the list has it. */
  width: z.int().min(40).max(1200).optional(),
})
export type ViewColumn = z.infer<typeof ViewColumn>

/** What a view remembers of a list besides its name. */
const content = {
  /** Of the list's own views the one beneath it. */
  base: name.optional(),
  /** As the screen holds it, by field. */
  filter: z.record(name, z.unknown()).default({}),
  text: z.string().max(200).optional(),
  sort: z
    .array(z.object({ field: name, direction: z.enum(['asc', 'desc']) }))
    .max(4)
    .default([]),
  /** Columns in their order; empty: as the list has them. */
  columns: z.array(ViewColumn).max(100).default([]),
  /** How many of the first columns stay in view. */
  frozen: z.int().min(0).max(2).default(0),
  /** The column whose equal values stand beneath one head. */
  groupBy: name.optional(),
}
export const ViewContent = z.object(content)
export type ViewContent = z.infer<typeof ViewContent>

/** A saved view of a list (01 §2.8). */
export const SavedView = z.object({
  id: ViewId,
  version: z.int().positive(),
  name: z.string(),
  /** The list of the screen it belongs to: `orders`. */
  list: z.string(),
  ownerId: UserId,
  ownerName: z.string(),
  /** Shared with everyone of this office. */
  officeId: OfficeId.optional(),
  /** Shared with everyone who has one of these roles. */
  roles: z.array(Role),
  ...content,
  /** Opens the list for its owner, and for those it is shared with who have none of their own. */
  isDefault: z.boolean(),
  /** Whether the caller may change it. */
  isOwn: z.boolean(),
})
export type SavedView = z.infer<typeof SavedView>

export const viewsErrors = refusals('VIEW_NAME_TAKEN')
const ref = recordRef('viewId', ViewId)

export const viewsContract = {
  /** The caller's own views and those shared with them. */
  listViews: query('session.use')
    .input(listInput(SavedView.omit({ isOwn: true }).shape, ['name', 'list']))
    .output(pageOf(SavedView)),
  /** Without `expectedVersion` it makes the view. */
  saveView: command('session.use')
    .input(
      z.object({
        viewId: ViewId,
        expectedVersion: z.int().positive().optional(),
        name: z.string().trim().min(1).max(80),
        list: name,
        ...content,
        isDefault: z.boolean().default(false),
        reason: Reason,
      }),
    )
    .output(SavedView)
    .errors(viewsErrors),
  deleteView: command('session.use')
    .input(ref.extend({ reason: Reason }))
    .output(z.object({ id: ViewId })),
  /** Without roles and office it is the owner's alone again. */
  shareView: command('views.share')
    .input(
      ref.extend({ roles: z.array(Role).max(6), withOffice: z.boolean().default(false), reason: Reason }),
    )
    .output(SavedView),
}
