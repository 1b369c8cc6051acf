-- Automatic creation of service orders (area 03): runs, and the ledger that makes them repeatable.
CREATE TABLE generation_run (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  number TEXT NOT NULL UNIQUE,
  office_id BLOB NOT NULL REFERENCES office (id),
  from_date TEXT NOT NULL,
  to_date TEXT NOT NULL,
  -- JSON: the filters, the types of lines.
  filters TEXT NOT NULL,
  types TEXT NOT NULL,
  is_continuous INTEGER NOT NULL,
  joins_existing INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('committed', 'undone', 'partlyUndone')),
  fingerprint TEXT NOT NULL,
  -- JSON.
  counts TEXT NOT NULL,
  order_count INTEGER NOT NULL,
  line_count INTEGER NOT NULL,
  skip_count INTEGER NOT NULL,
  plan_id BLOB NOT NULL,
  created_by_id BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  undone_by_id BLOB,
  undone_at INTEGER,
  undo_reason TEXT
) STRICT;
CREATE INDEX generation_run_by_created_at ON generation_run (created_at, key);
CREATE INDEX generation_run_by_office ON generation_run (office_id, key);
CREATE INDEX generation_run_by_plan ON generation_run (plan_id);

-- That a calculated date of a line was made into an order line (03 §2.4). A line that goes leaves its date `deleted`.
CREATE TABLE occurrence (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  agreement_line_id BLOB NOT NULL REFERENCES agreement_line (id),
  calculated_date TEXT NOT NULL,
  service_date TEXT NOT NULL,
  order_line_id BLOB REFERENCES service_order_line (id) ON DELETE SET NULL,
  -- The order's version as the run wrote it: a newer one is touched (R03-23).
  order_version INTEGER NOT NULL,
  run_id BLOB REFERENCES generation_run (id),
  state TEXT NOT NULL CHECK (state IN ('active', 'deleted', 'released'))
) STRICT;
-- R03-08: one occurrence a line and date; released ones do not count.
CREATE UNIQUE INDEX occurrence_taken ON occurrence (agreement_line_id, calculated_date) WHERE state <> 'released';
CREATE INDEX occurrence_by_line ON occurrence (agreement_line_id, calculated_date);
CREATE INDEX occurrence_by_order_line ON occurrence (order_line_id) WHERE order_line_id IS NOT NULL;
CREATE INDEX occurrence_by_run ON occurrence (run_id, key) WHERE run_id IS NOT NULL;

ALTER TABLE service_order ADD COLUMN run_id BLOB REFERENCES generation_run (id);
CREATE INDEX service_order_by_run ON service_order (run_id) WHERE run_id IS NOT NULL;

-- Plans: of the last preview of a session, or of a run; the rows of a plan lie together and in its order.
CREATE TABLE local_plan (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  session TEXT NOT NULL,
  user_id BLOB NOT NULL,
  at INTEGER NOT NULL,
  -- JSON: what was asked for.
  input TEXT NOT NULL,
  fingerprint TEXT,
  counts TEXT,
  days TEXT,
  -- The log's last entry before the plan was made.
  checked_seq INTEGER NOT NULL,
  run_id BLOB
) STRICT;
CREATE INDEX local_plan_by_session ON local_plan (session);

CREATE TABLE local_plan_row (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  plan_id BLOB NOT NULL,
  part TEXT NOT NULL,
  position INTEGER NOT NULL,
  service_date TEXT,
  calculated_date TEXT,
  agreement_id BLOB,
  agreement_number TEXT,
  office_id BLOB,
  customer_id BLOB,
  customer_name TEXT,
  site_id BLOB,
  site_name TEXT,
  group_name TEXT,
  line_count INTEGER,
  minutes INTEGER,
  order_row_id BLOB,
  agreement_line_id BLOB,
  line_no INTEGER,
  line_type TEXT,
  description TEXT,
  object_id BLOB,
  object_name TEXT,
  task_name TEXT,
  worker_id BLOB,
  worker_name TEXT,
  quantity INTEGER,
  unit TEXT,
  sales_price INTEGER,
  sales_price_source TEXT,
  currency TEXT,
  sales_amount INTEGER,
  skip_code TEXT,
  -- JSON lists; empty: none.
  notes TEXT,
  trace TEXT,
  capacity_minutes INTEGER,
  -- The order that lines are appended to; of a skip the line that the date was made into.
  order_id BLOB,
  order_line_id BLOB,
  -- What the commit takes over as the preview has found it.
  occurrence_id BLOB,
  object_relation_id BLOB,
  task_relation_id BLOB,
  preferred_service_at INTEGER,
  site_zone TEXT,
  cost_price INTEGER,
  price_step INTEGER,
  price_rule_id BLOB,
  cost_amount INTEGER,
  is_requirement INTEGER,
  has_conflict INTEGER
) STRICT;
CREATE INDEX local_plan_row_by_part ON local_plan_row (plan_id, part, position);
