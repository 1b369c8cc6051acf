-- Service orders and their lines (area 04). The header holds copies of site address and contact (R04-60); progress,
-- readiness, calendar conflict and totals are derived from header and lines and kept by the use cases.
CREATE TABLE service_order (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  number TEXT NOT NULL UNIQUE,
  office_id BLOB NOT NULL REFERENCES office (id),
  customer_id BLOB NOT NULL REFERENCES customer (id),
  billing_account_id BLOB REFERENCES billing_account (id),
  description TEXT NOT NULL,
  description_sort TEXT NOT NULL,
  preferred_service_at INTEGER NOT NULL,
  preferred_until INTEGER,
  service_date TEXT NOT NULL,
  site_id BLOB REFERENCES site (id),
  site_name TEXT,
  address_line1 TEXT,
  address_line2 TEXT,
  postal_code TEXT,
  site_city TEXT,
  site_city_sort TEXT,
  region TEXT,
  country TEXT,
  latitude INTEGER,
  longitude INTEGER,
  access_notes TEXT,
  site_zone TEXT NOT NULL,
  contact_id BLOB REFERENCES contact (id),
  contact_name TEXT,
  contact_phone TEXT,
  contact_email TEXT,
  responsible_id BLOB REFERENCES worker (id),
  preferred_technician_id BLOB REFERENCES worker (id),
  priority TEXT NOT NULL CHECK (priority IN ('high', 'normal', 'low')),
  stage_id BLOB REFERENCES stage (id),
  progress TEXT NOT NULL CHECK (progress IN ('inProcess', 'posted', 'canceled')),
  is_ready_for_posting INTEGER NOT NULL,
  canceled_at INTEGER,
  canceled_by_id BLOB,
  cancel_reason TEXT,
  currency TEXT NOT NULL,
  sales_amount_minor INTEGER NOT NULL,
  cost_amount_minor INTEGER NOT NULL,
  sign_off_required INTEGER NOT NULL,
  calendar_conflict INTEGER NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('manual', 'agreement', 'template', 'billingAccount', 'salesOrder', 'request',
    'repair', 'return', 'copy', 'split', 'import')),
  intake TEXT NOT NULL CHECK (intake IN ('none', 'awaiting')),
  customer_reference TEXT,
  internal_note TEXT,
  external_note TEXT,
  external_key TEXT
) STRICT;
CREATE UNIQUE INDEX service_order_by_external_key ON service_order (external_key) WHERE external_key IS NOT NULL;
-- One index a sort of the list. Names of others sort by walking their own index first, then these by reference. They
-- hold the intake too: every list leaves waiting requests out, and a jump must not read the rows it skips.
CREATE INDEX service_order_by_number ON service_order (number, key, intake);
CREATE INDEX service_order_by_customer ON service_order (customer_id, key, intake);
CREATE INDEX service_order_by_responsible ON service_order (responsible_id, key, intake);
CREATE INDEX service_order_by_preferred_technician ON service_order (preferred_technician_id, key, intake);
CREATE INDEX service_order_by_stage ON service_order (stage_id, key, intake);
CREATE INDEX service_order_by_office ON service_order (office_id, key, intake);
CREATE INDEX service_order_by_service_date ON service_order (service_date, key, intake);
CREATE INDEX service_order_by_preferred_service_at ON service_order (preferred_service_at, key, intake);
CREATE INDEX service_order_by_description ON service_order (description_sort, key, intake);
CREATE INDEX service_order_by_site_city ON service_order (site_city_sort, key, intake);
CREATE INDEX service_order_by_sales_amount ON service_order (sales_amount_minor, key, intake);
CREATE INDEX service_order_by_priority ON service_order (priority, key, intake);
CREATE INDEX service_order_by_progress ON service_order (progress, key, intake);
CREATE INDEX service_order_by_origin ON service_order (origin, key, intake);
-- What a filter tests: its hits are counted here without reading the wide rows.
CREATE INDEX service_order_filter ON service_order (progress, priority, origin, intake, office_id, stage_id,
  preferred_technician_id, responsible_id, is_ready_for_posting, calendar_conflict, service_date,
  preferred_service_at, sales_amount_minor, customer_id);
-- References that only deletes look up.
CREATE INDEX service_order_by_site ON service_order (site_id) WHERE site_id IS NOT NULL;
CREATE INDEX service_order_by_contact ON service_order (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX service_order_by_billing_account ON service_order (billing_account_id)
  WHERE billing_account_id IS NOT NULL;
-- The views of open orders, one index a sort. The + is the list's own: no other index on progress is taken instead.
CREATE INDEX service_order_open_by_number ON service_order (number) WHERE +progress = 'inProcess';
CREATE INDEX service_order_open_by_customer ON service_order (customer_id) WHERE +progress = 'inProcess';
CREATE INDEX service_order_open_by_responsible ON service_order (responsible_id) WHERE +progress = 'inProcess';
CREATE INDEX service_order_open_by_preferred_technician ON service_order (preferred_technician_id)
  WHERE +progress = 'inProcess';
CREATE INDEX service_order_open_by_stage ON service_order (stage_id) WHERE +progress = 'inProcess';
CREATE INDEX service_order_open_by_office ON service_order (office_id) WHERE +progress = 'inProcess';
CREATE INDEX service_order_open_by_service_date ON service_order (service_date) WHERE +progress = 'inProcess';
CREATE INDEX service_order_open_by_preferred_service_at ON service_order (preferred_service_at)
  WHERE +progress = 'inProcess';
CREATE INDEX service_order_open_by_description ON service_order (description_sort) WHERE +progress = 'inProcess';
CREATE INDEX service_order_open_by_site_city ON service_order (site_city_sort) WHERE +progress = 'inProcess';
CREATE INDEX service_order_open_by_sales_amount ON service_order (sales_amount_minor)
  WHERE +progress = 'inProcess';
CREATE INDEX service_order_open_by_priority ON service_order (priority) WHERE +progress = 'inProcess';
CREATE INDEX service_order_open_by_origin ON service_order (origin) WHERE +progress = 'inProcess';
CREATE INDEX service_order_ready ON service_order (service_date) WHERE is_ready_for_posting = 1;
CREATE INDEX service_order_awaiting ON service_order (service_date) WHERE intake = 'awaiting';

-- What the order is done to; one relation an object (2.3).
CREATE TABLE order_object_relation (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  order_id BLOB NOT NULL REFERENCES service_order (id) ON DELETE CASCADE,
  object_id BLOB NOT NULL REFERENCES service_object (id),
  note TEXT,
  UNIQUE (order_id, object_id)
) STRICT;
CREATE INDEX order_object_relation_by_object ON order_object_relation (object_id);

-- A line shares its order's version.
CREATE TABLE service_order_line (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  order_id BLOB NOT NULL REFERENCES service_order (id) ON DELETE CASCADE,
  line_no INTEGER NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('hour', 'expense', 'item', 'fee')),
  status TEXT NOT NULL CHECK (status IN ('created', 'canceled', 'posted')),
  description TEXT NOT NULL,
  category_id BLOB REFERENCES category (id),
  worker_id BLOB REFERENCES worker (id),
  item_id BLOB REFERENCES item (id),
  variant TEXT,
  warehouse_id BLOB REFERENCES warehouse (id),
  serial_number TEXT,
  item_setup TEXT CHECK (item_setup IN ('itemConsumption', 'itemRequirement')),
  unit TEXT NOT NULL,
  estimated_qty INTEGER,
  actual_qty INTEGER,
  start_at INTEGER,
  end_at INTEGER,
  cost_price INTEGER,
  is_cost_manual INTEGER NOT NULL,
  sales_price INTEGER,
  sales_price_source TEXT NOT NULL CHECK (sales_price_source IN ('agreementLine', 'agreement', 'customer', 'base',
    'manual', 'missing')),
  price_step INTEGER,
  price_rule_id BLOB,
  discount INTEGER NOT NULL CHECK (discount BETWEEN 0 AND 10000),
  line_property_id BLOB NOT NULL REFERENCES line_property (id),
  is_property_manual INTEGER NOT NULL,
  object_relation_id BLOB REFERENCES order_object_relation (id),
  service_date TEXT NOT NULL,
  sales_amount_minor INTEGER NOT NULL,
  cost_amount_minor INTEGER NOT NULL,
  is_canceled_with_order INTEGER NOT NULL,
  UNIQUE (order_id, line_no)
) STRICT;
CREATE INDEX service_order_line_by_worker ON service_order_line (worker_id, order_id) WHERE worker_id IS NOT NULL;
CREATE INDEX service_order_line_by_item ON service_order_line (item_id) WHERE item_id IS NOT NULL;
CREATE INDEX service_order_line_by_object_relation ON service_order_line (object_relation_id)
  WHERE object_relation_id IS NOT NULL;
