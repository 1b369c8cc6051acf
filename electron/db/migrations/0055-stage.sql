-- Stages of service orders as a tree, reason codes, and every order's way through the stages (area 05).
CREATE TABLE stage (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE,
  description TEXT NOT NULL,
  parent_id BLOB REFERENCES stage (id),
  sequence INTEGER NOT NULL,
  allow_modify INTEGER NOT NULL,
  allow_delete INTEGER NOT NULL,
  allow_cancel INTEGER NOT NULL,
  allow_post INTEGER NOT NULL,
  reason_required INTEGER NOT NULL,
  stops_sla INTEGER NOT NULL,
  color TEXT,
  icon_letter TEXT,
  allowed_roles TEXT NOT NULL,
  is_active INTEGER NOT NULL,
  target_minutes INTEGER,
  calendar_id BLOB REFERENCES calendar (id)
) STRICT;
CREATE INDEX stage_by_parent ON stage (parent_id);
CREATE INDEX stage_by_calendar ON stage (calendar_id);
-- At most one stage has no parent (R05-10).
CREATE UNIQUE INDEX stage_root ON stage (parent_id IS NULL) WHERE parent_id IS NULL;

CREATE TABLE stage_reason_code (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE,
  description TEXT NOT NULL,
  uses TEXT NOT NULL,
  stage_ids TEXT NOT NULL,
  is_active INTEGER NOT NULL
) STRICT;

-- Codes and descriptions are copies, so that history reads the same after a stage is renamed (2.3).
CREATE TABLE stage_history (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  order_id BLOB NOT NULL REFERENCES service_order (id) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  direction TEXT NOT NULL CHECK (direction IN ('create', 'next', 'previous', 'set')),
  from_stage_id BLOB REFERENCES stage (id),
  from_code TEXT,
  from_description TEXT,
  to_stage_id BLOB NOT NULL REFERENCES stage (id),
  to_code TEXT NOT NULL,
  to_description TEXT NOT NULL,
  reason_id BLOB REFERENCES stage_reason_code (id),
  reason_code TEXT,
  reason_description TEXT,
  comment TEXT,
  by_id BLOB NOT NULL,
  role TEXT NOT NULL,
  at INTEGER NOT NULL,
  device_id BLOB NOT NULL,
  minutes_in_previous INTEGER,
  working_minutes_in_previous INTEGER,
  UNIQUE (order_id, seq)
) STRICT;
CREATE INDEX stage_history_by_from_stage ON stage_history (from_stage_id) WHERE from_stage_id IS NOT NULL;
CREATE INDEX stage_history_by_to_stage ON stage_history (to_stage_id);
CREATE INDEX stage_history_by_reason ON stage_history (reason_id) WHERE reason_id IS NOT NULL;

-- History is only added to; a row without a reason may get one later (R05-51), and rows go with their order.
CREATE TRIGGER stage_history_is_not_updated BEFORE UPDATE ON stage_history
WHEN old.reason_id IS NOT NULL OR new.reason_id IS NULL
  OR new.order_id IS NOT old.order_id OR new.seq IS NOT old.seq OR new.direction IS NOT old.direction
  OR new.from_stage_id IS NOT old.from_stage_id OR new.to_stage_id IS NOT old.to_stage_id
  OR new.from_code IS NOT old.from_code OR new.to_code IS NOT old.to_code
  OR new.from_description IS NOT old.from_description OR new.to_description IS NOT old.to_description
  OR new.by_id IS NOT old.by_id OR new.role IS NOT old.role OR new.at IS NOT old.at
BEGIN SELECT raise(ABORT, 'stage history is never rewritten'); END;
CREATE TRIGGER stage_history_is_not_deleted BEFORE DELETE ON stage_history
WHEN EXISTS (SELECT 1 FROM service_order WHERE id = old.order_id)
BEGIN SELECT raise(ABORT, 'stage history is never deleted'); END;
