/** Why a command's entry cannot be undone: what to do instead. The screens have a text for each. */
export const reversals = {
  reverseLine: ['orders.postOrder', 'orders.postOrders'],
  revokeSignOff: ['orders.signOff'],
  signAgain: ['orders.revokeSignOff'],
  newEstimate: ['repair.sendEstimate', 'repair.approveEstimate', 'repair.rejectEstimate'],
  returnDelivery: ['orders.deliverRequirement'],
  moveStage: ['stages.changeStage', 'stages.changeStages'],
  moveRepairStage: ['repair.changeStage'],
  reasonStays: ['stages.addReason'],
  logStays: ['orders.addCaseLog'],
  importTree: ['stages.importTree'],
  undoRun: ['generation.commitGeneration'],
  generateAgain: ['generation.undoRun'],
  undoBoard: [
    'dispatch.saveEdits',
    'dispatch.rescheduleActivity',
    'dispatch.undoSaved',
    'dispatch.redoSaved',
  ],
  undoImport: ['imports.commitImport'],
  importAgain: ['imports.undoImport'],
  removeDemo: ['backups.loadDemo'],
  loadDemo: ['backups.removeDemo'],
  voidNumber: ['numbers.reserveBlock'],
  replaceSeries: ['numbers.replaceSeries', 'numbers.setNumberingDevice'],
  numberStaysVoid: ['numbers.voidNumber'],
  counterMovement: ['stock.receiveStock', 'stock.issueStock', 'stock.transferStock'],
  recalculate: ['stock.recalculateInventory'],
  undoBomChange: [
    'bom.addComponent',
    'bom.changeComponent',
    'bom.deleteComponent',
    'bom.replaceComponent',
    'bom.undoChange',
  ],
  deleteBom: ['bom.attachTemplate'],
  attachAgain: ['bom.deleteServiceBom'],
  moveBom: ['bom.moveServiceBom', 'bom.copyServiceBom'],
  setAgain: [
    'people.resetPassword',
    'session.changePassword',
    'session.changePin',
    'session.setUp',
    'session.signIn',
    'session.signInPin',
  ],
  registerAgain: ['people.revokeDevice', 'wall.revokeToken'],
  revokeDevice: ['people.registerDevice', 'wall.issueToken'],
  exportAgain: ['dispatch.exportCalendar'],
  notReversed: ['history.purge'],
} as const satisfies Record<string, readonly string[]>

/** What stands for an undo where it is not the command that forbids it. */
export const otherReversals = ['removedValue', 'programsOwn'] as const

const byCommand = new Map<string, string>(
  Object.entries(reversals).flatMap(([reversal, commands]) =>
    commands.map((command) => [command, reversal] as const),
  ),
)

/** What takes the place of an undo of this command; undefined where undo does. */
export function reversalOf(command: string): string | undefined {
  return byCommand.get(command)
}

interface Commands {
  readonly capability: string
  readonly noun: string
  /** The input's name for the record's id. */
  readonly key: string
}

function crud(capability: string, noun: string, key: string): Commands {
  return { capability, noun, key }
}

/** The commands that change and delete records of an entity: an undo writes nothing that they would refuse. */
export const commandsOf: Readonly<Record<string, Commands>> = {
  customer: crud('customers', 'Customer', 'customerId'),
  customerGroup: crud('customers', 'CustomerGroup', 'customerGroupId'),
  site: crud('customers', 'Site', 'siteId'),
  contact: crud('customers', 'Contact', 'contactId'),
  unit: crud('catalog', 'Unit', 'unitId'),
  itemCategory: crud('catalog', 'ItemCategory', 'itemCategoryId'),
  productCategory: crud('catalog', 'ProductCategory', 'productCategoryId'),
  item: crud('catalog', 'Item', 'itemId'),
  serial: crud('catalog', 'Serial', 'serialId'),
  warehouse: crud('stock', 'Warehouse', 'warehouseId'),
  objectGroup: crud('objects', 'ObjectGroup', 'objectGroupId'),
  object: crud('objects', 'Object', 'objectId'),
  calendar: crud('calendars', 'Calendar', 'calendarId'),
  holidaySet: crud('calendars', 'HolidaySet', 'holidaySetId'),
  series: crud('numbers', 'Series', 'seriesId'),
  lineProperty: crud('agreements', 'LineProperty', 'linePropertyId'),
  category: crud('agreements', 'Category', 'categoryId'),
  billingAccount: crud('agreements', 'BillingAccount', 'billingAccountId'),
  agreement: crud('agreements', 'Agreement', 'agreementId'),
  agreementGroup: crud('agreements', 'AgreementGroup', 'agreementGroupId'),
  templateGroup: crud('agreements', 'TemplateGroup', 'templateGroupId'),
  priceRule: crud('agreements', 'PriceRule', 'priceRuleId'),
  sla: crud('sla', 'Sla', 'slaId'),
  slaGroup: crud('sla', 'SlaGroup', 'slaGroupId'),
  stage: crud('stages', 'Stage', 'stageId'),
  reasonCode: crud('stages', 'ReasonCode', 'reasonCodeId'),
  condition: crud('repair', 'Condition', 'conditionId'),
  symptomArea: crud('repair', 'SymptomArea', 'symptomAreaId'),
  symptomCode: crud('repair', 'SymptomCode', 'symptomCodeId'),
  diagnosisArea: crud('repair', 'DiagnosisArea', 'diagnosisAreaId'),
  diagnosisCode: crud('repair', 'DiagnosisCode', 'diagnosisCodeId'),
  repairStage: crud('repair', 'RepairStage', 'repairStageId'),
  resolution: crud('repair', 'Resolution', 'resolutionId'),
  barrier: crud('repair', 'Barrier', 'barrierId'),
  case: crud('orders', 'Case', 'caseId'),
  caseCategory: crud('orders', 'CaseCategory', 'caseCategoryId'),
  serviceTask: crud('agreements', 'ServiceTask', 'serviceTaskId'),
  interval: crud('generation', 'Interval', 'intervalId'),
  timeWindow: crud('generation', 'TimeWindow', 'timeWindowId'),
  team: crud('dispatch', 'Team', 'teamId'),
  membership: crud('dispatch', 'Membership', 'membershipId'),
  skill: crud('dispatch', 'Skill', 'skillId'),
  activityType: crud('dispatch', 'ActivityType', 'activityTypeId'),
  absence: crud('dispatch', 'Absence', 'absenceId'),
  company: crud('people', 'Company', ''),
  office: crud('people', 'Office', 'officeId'),
  worker: crud('people', 'Worker', 'workerId'),
  user: crud('people', 'User', 'userId'),
  wall: crud('wall', 'Wall', 'wallId'),
}
