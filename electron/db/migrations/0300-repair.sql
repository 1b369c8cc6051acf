-- Repair management (area 08): code tables, repair stages, what a line says of symptom, diagnosis and warranty, attempts
-- and estimates. `names` of a code: JSON, its name per language; `name` stands where a language has none.
CREATE TABLE repair_condition (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE COLLATE NOCASE,
  name TEXT NOT NULL,
  name_sort TEXT NOT NULL,
  names TEXT,
  sort_order INTEGER NOT NULL,
  is_active INTEGER NOT NULL
) STRICT;

CREATE TABLE symptom_area (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE COLLATE NOCASE,
  name TEXT NOT NULL,
  name_sort TEXT NOT NULL,
  names TEXT,
  sort_order INTEGER NOT NULL,
  is_active INTEGER NOT NULL
) STRICT;

CREATE TABLE symptom_code (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  symptom_area_id BLOB NOT NULL REFERENCES symptom_area (id),
  code TEXT NOT NULL COLLATE NOCASE,
  name TEXT NOT NULL,
  name_sort TEXT NOT NULL,
  names TEXT,
  sort_order INTEGER NOT NULL,
  is_active INTEGER NOT NULL,
  UNIQUE (symptom_area_id, code)
) STRICT;

CREATE TABLE diagnosis_area (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE COLLATE NOCASE,
  name TEXT NOT NULL,
  name_sort TEXT NOT NULL,
  names TEXT,
  sort_order INTEGER NOT NULL,
  is_active INTEGER NOT NULL
) STRICT;

CREATE TABLE diagnosis_code (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  diagnosis_area_id BLOB NOT NULL REFERENCES diagnosis_area (id),
  code TEXT NOT NULL COLLATE NOCASE,
  name TEXT NOT NULL,
  name_sort TEXT NOT NULL,
  names TEXT,
  sort_order INTEGER NOT NULL,
  is_active INTEGER NOT NULL,
  UNIQUE (diagnosis_area_id, code)
) STRICT;

ALTER TABLE resolution ADD COLUMN names TEXT;
ALTER TABLE barrier ADD COLUMN names TEXT;

CREATE TABLE repair_stage (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE COLLATE NOCASE,
  name TEXT NOT NULL,
  name_sort TEXT NOT NULL,
  names TEXT,
  sort_order INTEGER NOT NULL,
  sequence INTEGER NOT NULL UNIQUE,
  is_finished INTEGER NOT NULL,
  is_initial INTEGER NOT NULL,
  -- JSON: ids; empty: any stage may follow (R08-02).
  next_stage_ids TEXT NOT NULL,
  color TEXT,
  is_active INTEGER NOT NULL
) STRICT;
-- Exactly one stage is initial (R08-02).
CREATE UNIQUE INDEX repair_stage_initial ON repair_stage (is_initial) WHERE is_initial = 1;

-- A store that is made gets its stages from the program; one that exists gets the same here.
INSERT INTO repair_stage (id, version, code, name, name_sort, names, sort_order, sequence, is_finished, is_initial,
  next_stage_ids, is_active)
SELECT unhex(printf('%012x', CAST(unixepoch('subsec') * 1000 AS INTEGER)) || printf('7%03x', s.sequence)
    || printf('%x', 8 + (abs(random()) % 4)) || substr(hex(randomblob(8)), 2)),
  1, s.code, s.name, lower(s.name), NULL, s.sequence, s.sequence, s.finished, s.initial, '[]', 1
FROM (
  SELECT 10 AS sequence, 'RECEIVED' AS code, 'Received' AS name, 0 AS finished, 1 AS initial
  UNION ALL SELECT 20, 'DIAGNOSIS', 'Diagnosis', 0, 0
  UNION ALL SELECT 30, 'WAITING', 'Waiting', 0, 0
  UNION ALL SELECT 40, 'IN_REPAIR', 'In repair', 0, 0
  UNION ALL SELECT 50, 'REPAIRED', 'Repaired', 1, 0
  UNION ALL SELECT 60, 'NOT_REPAIRED', 'Not repaired', 1, 0
) s
WHERE EXISTS (SELECT 1 FROM resolution);

-- The object is the relation's, repeated: what happened to an object is asked for all the time.
ALTER TABLE repair_line ADD COLUMN object_id BLOB REFERENCES service_object (id);
ALTER TABLE repair_line ADD COLUMN repair_stage_id BLOB REFERENCES repair_stage (id);
ALTER TABLE repair_line ADD COLUMN technician_id BLOB REFERENCES worker (id);
ALTER TABLE repair_line ADD COLUMN condition_id BLOB REFERENCES repair_condition (id);
ALTER TABLE repair_line ADD COLUMN symptom_area_id BLOB REFERENCES symptom_area (id);
ALTER TABLE repair_line ADD COLUMN symptom_code_id BLOB REFERENCES symptom_code (id);
ALTER TABLE repair_line ADD COLUMN diagnosis_area_id BLOB REFERENCES diagnosis_area (id);
ALTER TABLE repair_line ADD COLUMN diagnosis_code_id BLOB REFERENCES diagnosis_code (id);
ALTER TABLE repair_line ADD COLUMN title TEXT;
ALTER TABLE repair_line ADD COLUMN customer_text TEXT;
ALTER TABLE repair_line ADD COLUMN warranty_verdict TEXT NOT NULL DEFAULT 'none'
  CHECK (warranty_verdict IN ('product', 'part', 'repair', 'agreement', 'none'));
-- Given by a manager; the computed verdict is not asked any more.
ALTER TABLE repair_line ADD COLUMN verdict_reason TEXT;
ALTER TABLE repair_line ADD COLUMN previous_line_id BLOB REFERENCES repair_line (id);

UPDATE repair_line SET
  object_id = (SELECT r.object_id FROM order_object_relation r WHERE r.id = repair_line.object_relation_id),
  repair_stage_id = (SELECT s.id FROM repair_stage s WHERE s.code = CASE
    WHEN repair_line.finished_at IS NULL THEN 'RECEIVED'
    WHEN (SELECT x.outcome FROM resolution x WHERE x.id = repair_line.resolution_id) = 'fixed' THEN 'REPAIRED'
    ELSE 'NOT_REPAIRED' END);

CREATE INDEX repair_line_by_object ON repair_line (object_id, reported_at);
CREATE INDEX repair_line_by_stage ON repair_line (repair_stage_id, key);
CREATE INDEX repair_line_by_technician ON repair_line (technician_id, key) WHERE technician_id IS NOT NULL;
CREATE INDEX repair_line_by_condition ON repair_line (condition_id) WHERE condition_id IS NOT NULL;
CREATE INDEX repair_line_by_symptom ON repair_line (symptom_area_id, symptom_code_id)
  WHERE symptom_area_id IS NOT NULL;
CREATE INDEX repair_line_by_symptom_code ON repair_line (symptom_code_id) WHERE symptom_code_id IS NOT NULL;
CREATE INDEX repair_line_by_diagnosis ON repair_line (diagnosis_area_id, diagnosis_code_id)
  WHERE diagnosis_area_id IS NOT NULL;
CREATE INDEX repair_line_by_diagnosis_code ON repair_line (diagnosis_code_id) WHERE diagnosis_code_id IS NOT NULL;
CREATE INDEX repair_line_by_previous ON repair_line (previous_line_id) WHERE previous_line_id IS NOT NULL;
CREATE INDEX repair_line_by_finished_at ON repair_line (finished_at);
CREATE INDEX repair_line_by_order ON repair_line (order_id, line_no);

-- The order line that a repair line brought about: of an estimate, of a replaced part, by hand (R08-11, R08-19).
ALTER TABLE service_order_line ADD COLUMN repair_line_id BLOB REFERENCES repair_line (id);
CREATE INDEX service_order_line_by_repair_line ON service_order_line (repair_line_id)
  WHERE repair_line_id IS NOT NULL;

CREATE TABLE repair_attempt (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  line_id BLOB NOT NULL REFERENCES repair_line (id),
  attempt_no INTEGER NOT NULL,
  technician_id BLOB NOT NULL REFERENCES worker (id),
  started_at INTEGER NOT NULL,
  -- Empty while it runs.
  ended_at INTEGER CHECK (ended_at >= started_at),
  outcome TEXT CHECK (outcome IN ('fixed', 'notFixed', 'partsNeeded', 'noAccess', 'refused')),
  remark TEXT,
  UNIQUE (line_id, attempt_no)
) STRICT;
CREATE INDEX repair_attempt_by_technician ON repair_attempt (technician_id, started_at);

CREATE TABLE repair_estimate (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  line_id BLOB NOT NULL REFERENCES repair_line (id),
  estimate_version INTEGER NOT NULL,
  currency TEXT NOT NULL,
  -- JSON: [{kind, description, quantity, unitPrice, discount, vatCode …}].
  lines TEXT NOT NULL,
  total_minor INTEGER NOT NULL,
  -- Basis points.
  tolerance INTEGER NOT NULL,
  valid_until TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('draft', 'sent', 'approved', 'rejected', 'expired', 'superseded')),
  sent_at INTEGER,
  approver_name TEXT,
  approved_at INTEGER,
  rejected_at INTEGER,
  converted_at INTEGER,
  UNIQUE (line_id, estimate_version)
) STRICT;
-- One approved version at most (2.4).
CREATE UNIQUE INDEX repair_estimate_approved ON repair_estimate (line_id) WHERE status = 'approved';

-- A manager lets an order be posted above its approved estimates (R08-19); a newly approved version ends it.
CREATE TABLE estimate_override (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  order_id BLOB NOT NULL UNIQUE REFERENCES service_order (id) ON DELETE CASCADE,
  by_id BLOB NOT NULL,
  at INTEGER NOT NULL,
  limit_minor INTEGER NOT NULL,
  actual_minor INTEGER NOT NULL,
  reason TEXT NOT NULL
) STRICT;
