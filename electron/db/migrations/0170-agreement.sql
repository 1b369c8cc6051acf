-- Service agreements (area 02), the rhythms of their lines (03 §2.1, §2.2) and the promises they carry (06 §2.1, §2.2).
CREATE TABLE service_interval (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  code TEXT NOT NULL COLLATE NOCASE UNIQUE,
  description TEXT NOT NULL,
  range TEXT NOT NULL CHECK (range IN ('day', 'week', 'month', 'quarter', 'year')),
  frequency INTEGER NOT NULL CHECK (frequency BETWEEN 1 AND 999),
  month_end_rule TEXT NOT NULL CHECK (month_end_rule IN ('clamp', 'stick')),
  is_active INTEGER NOT NULL
) STRICT;

CREATE TABLE time_window (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  code TEXT NOT NULL COLLATE NOCASE UNIQUE,
  description TEXT NOT NULL,
  method TEXT NOT NULL CHECK (method IN ('week', 'month', 'manual')),
  days_before INTEGER CHECK (days_before BETWEEN 0 AND 183),
  days_after INTEGER CHECK (days_after BETWEEN 0 AND 183),
  is_active INTEGER NOT NULL
) STRICT;

CREATE TABLE service_level (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE,
  description TEXT NOT NULL,
  allowance INTEGER NOT NULL CHECK (allowance BETWEEN 1 AND 525600),
  allowance_high INTEGER,
  allowance_low INTEGER,
  response_allowance INTEGER,
  calendar_id BLOB REFERENCES calendar (id),
  -- JSON list of the steps of 06 §2.5.
  steps TEXT NOT NULL,
  is_active INTEGER NOT NULL
) STRICT;
CREATE INDEX service_level_by_calendar ON service_level (calendar_id) WHERE calendar_id IS NOT NULL;

CREATE TABLE sla_group (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE,
  description TEXT NOT NULL,
  sla_id BLOB REFERENCES service_level (id),
  default_priority TEXT CHECK (default_priority IN ('high', 'normal', 'low')),
  rank INTEGER NOT NULL,
  is_active INTEGER NOT NULL
) STRICT;
CREATE INDEX sla_group_by_sla ON sla_group (sla_id) WHERE sla_id IS NOT NULL;
ALTER TABLE customer ADD COLUMN sla_group_id BLOB REFERENCES sla_group (id);
CREATE INDEX customer_by_sla_group ON customer (sla_group_id) WHERE sla_group_id IS NOT NULL;

CREATE TABLE agreement_group (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE,
  description TEXT NOT NULL,
  description_sort TEXT NOT NULL,
  sla_id BLOB REFERENCES service_level (id),
  is_active INTEGER NOT NULL
) STRICT;
CREATE INDEX agreement_group_by_sla ON agreement_group (sla_id) WHERE sla_id IS NOT NULL;
CREATE INDEX agreement_group_by_description ON agreement_group (description_sort, key);

CREATE TABLE template_group (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE,
  description TEXT NOT NULL,
  description_sort TEXT NOT NULL,
  parent_id BLOB REFERENCES template_group (id),
  is_active INTEGER NOT NULL
) STRICT;
CREATE INDEX template_group_by_parent ON template_group (parent_id);

CREATE TABLE agreement (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  number TEXT NOT NULL UNIQUE,
  description TEXT NOT NULL,
  description_sort TEXT NOT NULL,
  office_id BLOB NOT NULL REFERENCES office (id),
  -- Empty only in templates and drafts.
  customer_id BLOB REFERENCES customer (id),
  billing_account_id BLOB REFERENCES billing_account (id),
  currency TEXT NOT NULL,
  group_id BLOB REFERENCES agreement_group (id),
  site_id BLOB REFERENCES site (id),
  contact_id BLOB REFERENCES contact (id),
  start_date TEXT NOT NULL,
  end_date TEXT,
  combine TEXT NOT NULL CHECK (combine IN ('agreement', 'task', 'employee', 'object', 'none', 'customer')),
  sla_id BLOB REFERENCES service_level (id),
  preferred_technician_id BLOB REFERENCES worker (id),
  responsible_id BLOB REFERENCES worker (id),
  -- Empty: the company's settings (03 §2.3).
  calendar_id BLOB REFERENCES calendar (id),
  closed_day_policy TEXT CHECK (closed_day_policy IN ('keep', 'nextOpen', 'previousOpen', 'nextOpenSameMonth', 'skip')),
  default_start_time INTEGER,
  is_template INTEGER NOT NULL,
  template_group_id BLOB REFERENCES template_group (id),
  status TEXT NOT NULL CHECK (status IN ('draft', 'active', 'suspended', 'closed')),
  suspend_reason TEXT,
  suspended_from TEXT,
  term_months INTEGER NOT NULL CHECK (term_months BETWEEN 0 AND 120),
  renewal TEXT NOT NULL CHECK (renewal IN ('none', 'manual', 'auto')),
  notice_days INTEGER NOT NULL CHECK (notice_days BETWEEN 0 AND 730),
  renewal_increase INTEGER NOT NULL CHECK (renewal_increase BETWEEN -5000 AND 10000),
  -- JSON list of days before the end.
  alert_days TEXT NOT NULL,
  termination_date TEXT,
  termination_reason TEXT,
  terminated_by_id BLOB,
  predecessor_id BLOB REFERENCES agreement (id),
  term_anchor TEXT NOT NULL,
  external_key TEXT,
  -- Derived: the day by which notice is due (R02-26), and the last day of the agreement or of its termination.
  notice_deadline TEXT,
  ends_on TEXT
) STRICT;
CREATE UNIQUE INDEX agreement_by_external_key ON agreement (external_key) WHERE external_key IS NOT NULL;
CREATE UNIQUE INDEX agreement_by_predecessor ON agreement (predecessor_id) WHERE predecessor_id IS NOT NULL;
CREATE INDEX agreement_by_customer ON agreement (customer_id, key);
CREATE INDEX agreement_by_billing_account ON agreement (billing_account_id, key);
CREATE INDEX agreement_by_group ON agreement (group_id, key);
CREATE INDEX agreement_by_office ON agreement (office_id, key);
CREATE INDEX agreement_by_description ON agreement (description_sort, key);
CREATE INDEX agreement_by_start ON agreement (start_date, key);
CREATE INDEX agreement_by_end ON agreement (end_date, key);
CREATE INDEX agreement_by_ends_on ON agreement (ends_on, key);
CREATE INDEX agreement_by_notice_deadline ON agreement (notice_deadline, key);
CREATE INDEX agreement_by_status ON agreement (status, key);
CREATE INDEX agreement_by_site ON agreement (site_id) WHERE site_id IS NOT NULL;
CREATE INDEX agreement_by_contact ON agreement (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX agreement_by_sla ON agreement (sla_id) WHERE sla_id IS NOT NULL;
CREATE INDEX agreement_by_technician ON agreement (preferred_technician_id, key);
CREATE INDEX agreement_by_responsible ON agreement (responsible_id, key);
CREATE INDEX agreement_by_calendar ON agreement (calendar_id) WHERE calendar_id IS NOT NULL;
CREATE INDEX agreement_by_template_group ON agreement (template_group_id) WHERE template_group_id IS NOT NULL;

-- One relation an object, one a task (02 §2.5); they share the agreement's version.
CREATE TABLE agreement_object_relation (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  agreement_id BLOB NOT NULL REFERENCES agreement (id) ON DELETE CASCADE,
  object_id BLOB NOT NULL REFERENCES service_object (id),
  reference_code TEXT,
  note TEXT,
  UNIQUE (agreement_id, object_id)
) STRICT;
CREATE INDEX agreement_object_relation_by_object ON agreement_object_relation (object_id);

CREATE TABLE agreement_task_relation (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  agreement_id BLOB NOT NULL REFERENCES agreement (id) ON DELETE CASCADE,
  task_id BLOB NOT NULL REFERENCES service_task (id),
  internal_note TEXT,
  external_note TEXT,
  UNIQUE (agreement_id, task_id)
) STRICT;
CREATE INDEX agreement_task_relation_by_task ON agreement_task_relation (task_id);

-- A line shares its agreement's version; it names its object and task directly, both related to the agreement (R02-07).
CREATE TABLE agreement_line (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  agreement_id BLOB NOT NULL REFERENCES agreement (id) ON DELETE CASCADE,
  line_no INTEGER NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('hour', 'expense', 'item', 'fee')),
  description TEXT NOT NULL,
  category_id BLOB REFERENCES category (id),
  item_id BLOB REFERENCES item (id),
  unit TEXT NOT NULL,
  worker_id BLOB REFERENCES worker (id),
  -- Minutes of an hour line, thousandths of the unit otherwise.
  quantity INTEGER NOT NULL CHECK (quantity >= 0),
  item_setup TEXT CHECK (item_setup IN ('itemConsumption', 'itemRequirement')),
  warehouse_id BLOB REFERENCES warehouse (id),
  object_id BLOB REFERENCES service_object (id),
  task_id BLOB REFERENCES service_task (id),
  interval_id BLOB REFERENCES service_interval (id),
  window_id BLOB REFERENCES time_window (id),
  start_date TEXT NOT NULL,
  end_date TEXT,
  series_anchor TEXT NOT NULL,
  is_stopped INTEGER NOT NULL,
  stopped_from TEXT,
  stop_reason TEXT,
  line_property_id BLOB NOT NULL REFERENCES line_property (id),
  is_property_manual INTEGER NOT NULL,
  price_override INTEGER,
  cost_override INTEGER,
  discount INTEGER NOT NULL CHECK (discount BETWEEN 0 AND 10000),
  UNIQUE (agreement_id, line_no)
) STRICT;
CREATE INDEX agreement_line_by_category ON agreement_line (category_id) WHERE category_id IS NOT NULL;
CREATE INDEX agreement_line_by_item ON agreement_line (item_id) WHERE item_id IS NOT NULL;
CREATE INDEX agreement_line_by_worker ON agreement_line (worker_id) WHERE worker_id IS NOT NULL;
CREATE INDEX agreement_line_by_warehouse ON agreement_line (warehouse_id) WHERE warehouse_id IS NOT NULL;
CREATE INDEX agreement_line_by_object ON agreement_line (object_id) WHERE object_id IS NOT NULL;
CREATE INDEX agreement_line_by_task ON agreement_line (task_id) WHERE task_id IS NOT NULL;
CREATE INDEX agreement_line_by_interval ON agreement_line (interval_id) WHERE interval_id IS NOT NULL;
CREATE INDEX agreement_line_by_window ON agreement_line (window_id) WHERE window_id IS NOT NULL;
CREATE INDEX agreement_line_by_line_property ON agreement_line (line_property_id);

CREATE INDEX price_rule_by_agreement ON price_rule (agreement_id) WHERE agreement_id IS NOT NULL;

ALTER TABLE service_order ADD COLUMN agreement_id BLOB REFERENCES agreement (id);
CREATE INDEX service_order_by_agreement ON service_order (agreement_id, service_date) WHERE agreement_id IS NOT NULL;
ALTER TABLE service_order_line ADD COLUMN agreement_line_id BLOB REFERENCES agreement_line (id);
ALTER TABLE service_order_line ADD COLUMN agreement_due_date TEXT;
CREATE INDEX service_order_line_by_agreement_line ON service_order_line (agreement_line_id)
  WHERE agreement_line_id IS NOT NULL;
