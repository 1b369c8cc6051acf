import { z } from 'zod'

/**
 * The schema of one entity's id: a UUIDv7, minted by whoever creates the record, so ids never collide between branch
 * offices and sort by creation time.
 */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the name is the brand
function idOf<Name extends string>() {
  return z.uuidv7().brand<Name, 'inout'>()
}

export const UserId = idOf<'UserId'>()
export type UserId = z.infer<typeof UserId>
export const OfficeId = idOf<'OfficeId'>()
export type OfficeId = z.infer<typeof OfficeId>
export const DeviceId = idOf<'DeviceId'>()
export type DeviceId = z.infer<typeof DeviceId>
export const WorkerId = idOf<'WorkerId'>()
export type WorkerId = z.infer<typeof WorkerId>
export const CustomerId = idOf<'CustomerId'>()
export type CustomerId = z.infer<typeof CustomerId>
export const CustomerGroupId = idOf<'CustomerGroupId'>()
export type CustomerGroupId = z.infer<typeof CustomerGroupId>
export const SiteId = idOf<'SiteId'>()
export type SiteId = z.infer<typeof SiteId>
export const ContactId = idOf<'ContactId'>()
export type ContactId = z.infer<typeof ContactId>
export const ObjectId = idOf<'ObjectId'>()
export type ObjectId = z.infer<typeof ObjectId>
export const ObjectGroupId = idOf<'ObjectGroupId'>()
export type ObjectGroupId = z.infer<typeof ObjectGroupId>
export const UnitId = idOf<'UnitId'>()
export type UnitId = z.infer<typeof UnitId>
export const ItemCategoryId = idOf<'ItemCategoryId'>()
export type ItemCategoryId = z.infer<typeof ItemCategoryId>
export const ProductCategoryId = idOf<'ProductCategoryId'>()
export type ProductCategoryId = z.infer<typeof ProductCategoryId>
export const ItemId = idOf<'ItemId'>()
export type ItemId = z.infer<typeof ItemId>
export const SerialId = idOf<'SerialId'>()
export type SerialId = z.infer<typeof SerialId>
export const ItemPriceId = idOf<'ItemPriceId'>()
export type ItemPriceId = z.infer<typeof ItemPriceId>
export const ItemCostId = idOf<'ItemCostId'>()
export type ItemCostId = z.infer<typeof ItemCostId>
export const WarehouseId = idOf<'WarehouseId'>()
export type WarehouseId = z.infer<typeof WarehouseId>
export const StockTransactionId = idOf<'StockTransactionId'>()
export type StockTransactionId = z.infer<typeof StockTransactionId>
export const CalendarId = idOf<'CalendarId'>()
export type CalendarId = z.infer<typeof CalendarId>
export const HolidaySetId = idOf<'HolidaySetId'>()
export type HolidaySetId = z.infer<typeof HolidaySetId>
export const SeriesId = idOf<'SeriesId'>()
export type SeriesId = z.infer<typeof SeriesId>
export const ImportId = idOf<'ImportId'>()
export type ImportId = z.infer<typeof ImportId>
export const FileId = idOf<'FileId'>()
export type FileId = z.infer<typeof FileId>
export const NoteId = idOf<'NoteId'>()
export type NoteId = z.infer<typeof NoteId>
export const AttachmentId = idOf<'AttachmentId'>()
export type AttachmentId = z.infer<typeof AttachmentId>
export const ViewId = idOf<'ViewId'>()
export type ViewId = z.infer<typeof ViewId>
export const JobId = idOf<'JobId'>()
export type JobId = z.infer<typeof JobId>
export const DraftId = idOf<'DraftId'>()
export type DraftId = z.infer<typeof DraftId>
export const EntryId = idOf<'EntryId'>()
export type EntryId = z.infer<typeof EntryId>
export const CategoryId = idOf<'CategoryId'>()
export type CategoryId = z.infer<typeof CategoryId>
export const LinePropertyId = idOf<'LinePropertyId'>()
export type LinePropertyId = z.infer<typeof LinePropertyId>
export const BillingAccountId = idOf<'BillingAccountId'>()
export type BillingAccountId = z.infer<typeof BillingAccountId>
export const PriceRuleId = idOf<'PriceRuleId'>()
export type PriceRuleId = z.infer<typeof PriceRuleId>
export const AgreementId = idOf<'AgreementId'>()
export type AgreementId = z.infer<typeof AgreementId>
export const AgreementLineId = idOf<'AgreementLineId'>()
export type AgreementLineId = z.infer<typeof AgreementLineId>
export const OrderId = idOf<'OrderId'>()
export type OrderId = z.infer<typeof OrderId>
export const OrderLineId = idOf<'OrderLineId'>()
export type OrderLineId = z.infer<typeof OrderLineId>
export const ServiceTaskId = idOf<'ServiceTaskId'>()
export type ServiceTaskId = z.infer<typeof ServiceTaskId>
export const TaskRelationId = idOf<'TaskRelationId'>()
export type TaskRelationId = z.infer<typeof TaskRelationId>
export const SignOffId = idOf<'SignOffId'>()
export type SignOffId = z.infer<typeof SignOffId>
export const RequirementId = idOf<'RequirementId'>()
export type RequirementId = z.infer<typeof RequirementId>
export const DeliveryNoteId = idOf<'DeliveryNoteId'>()
export type DeliveryNoteId = z.infer<typeof DeliveryNoteId>
export const ObjectRelationId = idOf<'ObjectRelationId'>()
export type ObjectRelationId = z.infer<typeof ObjectRelationId>
export const TransactionId = idOf<'TransactionId'>()
export type TransactionId = z.infer<typeof TransactionId>
export const StageId = idOf<'StageId'>()
export type StageId = z.infer<typeof StageId>
export const StageHistoryId = idOf<'StageHistoryId'>()
export type StageHistoryId = z.infer<typeof StageHistoryId>
export const ReasonCodeId = idOf<'ReasonCodeId'>()
export type ReasonCodeId = z.infer<typeof ReasonCodeId>
export const RepairLineId = idOf<'RepairLineId'>()
export type RepairLineId = z.infer<typeof RepairLineId>
export const ResolutionId = idOf<'ResolutionId'>()
export type ResolutionId = z.infer<typeof ResolutionId>
export const BarrierId = idOf<'BarrierId'>()
export type BarrierId = z.infer<typeof BarrierId>
export const BomLineId = idOf<'BomLineId'>()
export type BomLineId = z.infer<typeof BomLineId>
export const CaseId = idOf<'CaseId'>()
export type CaseId = z.infer<typeof CaseId>
export const CaseCategoryId = idOf<'CaseCategoryId'>()
export type CaseCategoryId = z.infer<typeof CaseCategoryId>
export const CaseLogId = idOf<'CaseLogId'>()
export type CaseLogId = z.infer<typeof CaseLogId>
export const CaseLinkId = idOf<'CaseLinkId'>()
export type CaseLinkId = z.infer<typeof CaseLinkId>
export const AlertRuleId = idOf<'AlertRuleId'>()
export type AlertRuleId = z.infer<typeof AlertRuleId>
export const AlertId = idOf<'AlertId'>()
export type AlertId = z.infer<typeof AlertId>
export const OrderEventSettingId = idOf<'OrderEventSettingId'>()
export type OrderEventSettingId = z.infer<typeof OrderEventSettingId>

/** Row version, starts at 1, grows by one with each write to the record (a line shares its header's). */
export const Version = z.int().positive()
export type Version = z.infer<typeof Version>
