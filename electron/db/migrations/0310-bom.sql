-- Bills of materials for service objects (area 09): templates with versions, the list of each object with its history,
-- and the parts that were taken out.
CREATE TABLE bom_template (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  number TEXT NOT NULL,
  template_version INTEGER NOT NULL,
  item_id BLOB NOT NULL REFERENCES item (id),
  name TEXT NOT NULL,
  name_sort TEXT NOT NULL,
  from_on TEXT,
  to_on TEXT,
  source TEXT NOT NULL CHECK (source IN ('manual', 'template', 'itemBom', 'production', 'serviceBom', 'import')),
  source_id BLOB,
  created_at INTEGER NOT NULL,
  UNIQUE (number, template_version)
) STRICT;
CREATE INDEX bom_template_by_name ON bom_template (name_sort, key);
CREATE INDEX bom_template_by_item ON bom_template (item_id);

-- A line shares its template's version. `position` counts among the parts of one parent.
CREATE TABLE bom_template_line (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  template_id BLOB NOT NULL REFERENCES bom_template (id) ON DELETE CASCADE,
  parent_id BLOB REFERENCES bom_template_line (id),
  position INTEGER NOT NULL CHECK (position > 0),
  item_id BLOB NOT NULL REFERENCES item (id),
  description TEXT NOT NULL,
  -- Milli-units per one piece of the parent.
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  unit_id BLOB NOT NULL REFERENCES unit (id),
  supplier TEXT,
  warranty_months INTEGER,
  remark TEXT,
  valid_from TEXT,
  valid_to TEXT
) STRICT;
CREATE INDEX bom_template_line_by_template ON bom_template_line (template_id, parent_id, position);
CREATE INDEX bom_template_line_by_parent ON bom_template_line (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX bom_template_line_by_unit ON bom_template_line (unit_id);
CREATE INDEX bom_template_line_by_item ON bom_template_line (item_id);

-- The list of one object: it hangs on the object's relation to an agreement or to an order, one a relation (R09-04).
CREATE TABLE service_bom (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  object_id BLOB NOT NULL REFERENCES service_object (id),
  -- The id of an agreement_object_relation or an order_object_relation.
  relation_id BLOB NOT NULL,
  agreement_id BLOB REFERENCES agreement (id),
  order_id BLOB REFERENCES service_order (id),
  template_id BLOB REFERENCES bom_template (id),
  item_id BLOB NOT NULL REFERENCES item (id),
  serial_number TEXT,
  attached_at INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  -- Kept to be read: its history went on elsewhere, or its contract ended (R09-08, R09-09).
  is_read_only INTEGER NOT NULL,
  moved_to_id BLOB REFERENCES service_bom (id),
  copied_from_id BLOB REFERENCES service_bom (id),
  CHECK ((agreement_id IS NULL) <> (order_id IS NULL))
) STRICT;
-- A moved list leaves its relation free again.
CREATE UNIQUE INDEX service_bom_by_relation ON service_bom (relation_id) WHERE moved_to_id IS NULL;
CREATE INDEX service_bom_by_object ON service_bom (object_id);
CREATE INDEX service_bom_by_template ON service_bom (template_id) WHERE template_id IS NOT NULL;
CREATE INDEX service_bom_by_item ON service_bom (item_id, serial_number);
CREATE INDEX service_bom_by_agreement ON service_bom (agreement_id) WHERE agreement_id IS NOT NULL;
CREATE INDEX service_bom_by_order ON service_bom (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX service_bom_by_moved_to ON service_bom (moved_to_id) WHERE moved_to_id IS NOT NULL;
CREATE INDEX service_bom_by_copied_from ON service_bom (copied_from_id) WHERE copied_from_id IS NOT NULL;

-- A part in its place: item and origin never change, the rest is as the newest history says. [installed, removed).
CREATE TABLE service_bom_line (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  bom_id BLOB NOT NULL REFERENCES service_bom (id),
  parent_id BLOB REFERENCES service_bom_line (id),
  position INTEGER NOT NULL CHECK (position > 0),
  item_id BLOB NOT NULL REFERENCES item (id),
  description TEXT NOT NULL,
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  unit_id BLOB NOT NULL REFERENCES unit (id),
  serial_number TEXT,
  batch TEXT,
  supplier TEXT,
  warranty_months INTEGER,
  remark TEXT,
  installed_at INTEGER NOT NULL,
  removed_at INTEGER CHECK (removed_at >= installed_at),
  recorded_at INTEGER NOT NULL,
  recorded_by_id BLOB NOT NULL,
  replaces_id BLOB REFERENCES service_bom_line (id),
  replaced_by_id BLOB REFERENCES service_bom_line (id),
  -- The first line of the chain of this position (R09-13).
  chain_id BLOB NOT NULL,
  -- The template's line it was copied from; empty: added.
  origin_id BLOB
) STRICT;
CREATE INDEX service_bom_line_by_bom ON service_bom_line (bom_id, parent_id, position);
CREATE INDEX service_bom_line_by_parent ON service_bom_line (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX service_bom_line_by_item ON service_bom_line (item_id, removed_at, installed_at, bom_id);
CREATE INDEX service_bom_line_by_replaces ON service_bom_line (replaces_id) WHERE replaces_id IS NOT NULL;
CREATE INDEX service_bom_line_by_replaced_by ON service_bom_line (replaced_by_id) WHERE replaced_by_id IS NOT NULL;
CREATE INDEX service_bom_line_by_unit ON service_bom_line (unit_id);
CREATE INDEX service_bom_line_by_batch ON service_bom_line (batch, item_id) WHERE batch IS NOT NULL;
-- One serial may be installed in at most one live place (2.2).
CREATE UNIQUE INDEX service_bom_line_serial ON service_bom_line (item_id, serial_number)
  WHERE serial_number IS NOT NULL AND removed_at IS NULL;
CREATE INDEX service_bom_line_by_serial ON service_bom_line (serial_number) WHERE serial_number IS NOT NULL;

-- Append-only: what happened to a line, with the state after it (R09-05). Both times decide what was so, and what was
-- known (R09-12).
CREATE TABLE bom_history (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  bom_id BLOB NOT NULL REFERENCES service_bom (id),
  number INTEGER NOT NULL,
  line_id BLOB NOT NULL,
  -- Of `replaced`: the line that came in.
  new_line_id BLOB,
  action TEXT NOT NULL CHECK (action IN ('copied', 'added', 'changed', 'replaced', 'deleted')),
  effective_at INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  user_id BLOB NOT NULL,
  reason_id BLOB REFERENCES stage_reason_code (id),
  repair_line_id BLOB REFERENCES repair_line (id),
  order_id BLOB,
  order_line_id BLOB,
  -- JSON: the state of the line before and after, and of `replaced` that of the line that came in.
  before TEXT,
  after TEXT,
  after_new TEXT,
  -- The entry that this one takes back (R09-20).
  undoes_id BLOB,
  remark TEXT,
  UNIQUE (bom_id, number)
) STRICT;
CREATE INDEX bom_history_by_bom ON bom_history (bom_id, effective_at);
CREATE INDEX bom_history_by_reason ON bom_history (reason_id) WHERE reason_id IS NOT NULL;
CREATE INDEX bom_history_by_line ON bom_history (line_id);
CREATE INDEX bom_history_by_new_line ON bom_history (new_line_id) WHERE new_line_id IS NOT NULL;
CREATE INDEX bom_history_by_repair_line ON bom_history (repair_line_id) WHERE repair_line_id IS NOT NULL;
CREATE INDEX bom_history_by_order_line ON bom_history (order_line_id) WHERE order_line_id IS NOT NULL;
CREATE INDEX bom_history_by_order ON bom_history (order_id) WHERE order_id IS NOT NULL;

-- What became of a part that was taken out (R09-17).
CREATE TABLE removed_part (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  history_id BLOB NOT NULL REFERENCES bom_history (id),
  bom_id BLOB NOT NULL REFERENCES service_bom (id),
  line_id BLOB NOT NULL,
  item_id BLOB NOT NULL REFERENCES item (id),
  quantity INTEGER NOT NULL,
  unit_id BLOB NOT NULL REFERENCES unit (id),
  serial_number TEXT,
  batch TEXT,
  disposition TEXT NOT NULL CHECK (disposition IN ('scrap', 'returnToStock', 'sendToSupplier', 'customerKeeps',
    'quarantine')),
  warehouse_id BLOB REFERENCES warehouse (id),
  removed_at INTEGER NOT NULL,
  order_id BLOB,
  remark TEXT
) STRICT;
CREATE INDEX removed_part_by_bom ON removed_part (bom_id);
CREATE INDEX removed_part_by_history ON removed_part (history_id);
CREATE INDEX removed_part_by_unit ON removed_part (unit_id);
CREATE INDEX removed_part_by_warehouse ON removed_part (warehouse_id) WHERE warehouse_id IS NOT NULL;
CREATE INDEX removed_part_by_item ON removed_part (item_id, disposition);

-- Why a list was changed (2.3); a store that is made gets the same codes from the program.
INSERT INTO stage_reason_code (id, version, code, description, uses, stage_ids, is_active)
SELECT unhex(printf('%012x', CAST(unixepoch('subsec') * 1000 AS INTEGER)) || printf('7%03x', r.position)
    || printf('%x', 8 + (abs(random()) % 4)) || substr(hex(randomblob(8)), 2)),
  1, r.code, json_object('en', r.name), '["bomChange"]', '[]', 1
FROM (
  SELECT 1 AS position, 'WEAR' AS code, 'Worn out' AS name
  UNION ALL SELECT 2, 'DEFECT', 'Defect'
  UNION ALL SELECT 3, 'RECALL', 'Recall'
  UNION ALL SELECT 4, 'UPGRADE', 'Upgrade'
  UNION ALL SELECT 5, 'MAINT', 'Preventive maintenance'
  UNION ALL SELECT 6, 'CUSTOMER', 'Customer''s wish'
  UNION ALL SELECT 7, 'CORRECTION', 'Correction'
) r
WHERE EXISTS (SELECT 1 FROM resolution)
  AND NOT EXISTS (SELECT 1 FROM stage_reason_code c WHERE c.code = r.code);
