-- Resolutions, barriers and repair lines as far as the import fills them (08 §2), item BOM lines (09 §4.1), imports.
CREATE TABLE resolution (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE COLLATE NOCASE,
  name TEXT NOT NULL,
  name_sort TEXT NOT NULL,
  sort_order INTEGER NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('fixed', 'repairable', 'endOfLife', 'noFaultFound', 'canceled', 'unknown')),
  is_active INTEGER NOT NULL
) STRICT;

CREATE TABLE barrier (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE COLLATE NOCASE,
  name TEXT NOT NULL,
  name_sort TEXT NOT NULL,
  sort_order INTEGER NOT NULL,
  is_active INTEGER NOT NULL
) STRICT;

CREATE TABLE repair_line (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  number TEXT NOT NULL UNIQUE,
  order_id BLOB NOT NULL REFERENCES service_order (id),
  line_no INTEGER NOT NULL,
  object_relation_id BLOB NOT NULL REFERENCES order_object_relation (id),
  serial_number TEXT,
  resolution_id BLOB REFERENCES resolution (id),
  barrier_id BLOB REFERENCES barrier (id),
  note TEXT,
  reported_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  finished_at INTEGER,
  external_key TEXT,
  UNIQUE (order_id, line_no)
) STRICT;
CREATE UNIQUE INDEX repair_line_by_external_key ON repair_line (external_key) WHERE external_key IS NOT NULL;
CREATE INDEX repair_line_by_object_relation ON repair_line (object_relation_id);
CREATE INDEX repair_line_by_resolution ON repair_line (resolution_id);
CREATE INDEX repair_line_by_barrier ON repair_line (barrier_id) WHERE barrier_id IS NOT NULL;
CREATE INDEX repair_line_by_reported_at ON repair_line (reported_at);

CREATE TABLE item_bom_line (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  external_key TEXT,
  assembly_id BLOB NOT NULL REFERENCES item (id),
  component_id BLOB NOT NULL REFERENCES item (id),
  valid_from TEXT,
  valid_to TEXT,
  unit_id BLOB NOT NULL REFERENCES unit (id),
  quantity INTEGER NOT NULL CHECK (quantity > 0)
) STRICT;
CREATE UNIQUE INDEX item_bom_line_by_external_key ON item_bom_line (external_key) WHERE external_key IS NOT NULL;
CREATE INDEX item_bom_line_by_assembly ON item_bom_line (assembly_id, component_id);
CREATE INDEX item_bom_line_by_component ON item_bom_line (component_id);
CREATE INDEX item_bom_line_by_unit ON item_bom_line (unit_id);

-- Local to the machine: an import is staged here; what it wrote stands in the change log under entry_seq.
CREATE TABLE local_import (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  number TEXT,
  kind TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('uploaded', 'mapped', 'checked', 'committed', 'undone', 'discarded')),
  file_name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  encoding TEXT,
  sheet TEXT,
  row_count INTEGER NOT NULL,
  columns TEXT NOT NULL,
  sample TEXT NOT NULL,
  mapping TEXT NOT NULL,
  constants TEXT NOT NULL,
  empty_clears INTEGER NOT NULL,
  keep_repairable_open INTEGER NOT NULL,
  counts TEXT,
  fingerprint TEXT,
  notices TEXT NOT NULL,
  checked_seq INTEGER,
  entry_seq INTEGER,
  undo_seq INTEGER,
  uploaded_by_id BLOB NOT NULL,
  uploaded_at INTEGER NOT NULL,
  checked_at INTEGER,
  committed_at INTEGER,
  undone_at INTEGER
) STRICT;
CREATE INDEX local_import_by_sha256 ON local_import (sha256);
CREATE INDEX local_import_by_entry ON local_import (entry_seq) WHERE entry_seq IS NOT NULL;

CREATE TABLE local_import_content (
  import_id BLOB NOT NULL REFERENCES local_import (id) ON DELETE CASCADE,
  part INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (import_id, part)
) STRICT;

CREATE TABLE local_import_row (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  import_id BLOB NOT NULL REFERENCES local_import (id) ON DELETE CASCADE,
  line INTEGER NOT NULL,
  record_key TEXT,
  action TEXT,
  severity TEXT,
  findings TEXT NOT NULL,
  changes TEXT NOT NULL,
  cells TEXT NOT NULL
) STRICT;
CREATE INDEX local_import_row_by_line ON local_import_row (import_id, line);
CREATE INDEX local_import_row_by_record ON local_import_row (import_id, id) WHERE action IN ('update', 'same');
CREATE INDEX local_import_row_by_severity ON local_import_row (import_id, severity, line) WHERE severity IS NOT NULL;

-- The records that the commit writes, ready as they will be.
CREATE TABLE local_import_effect (
  key INTEGER PRIMARY KEY,
  import_id BLOB NOT NULL REFERENCES local_import (id) ON DELETE CASCADE,
  entity TEXT NOT NULL,
  record_id BLOB NOT NULL,
  before_version INTEGER,
  record TEXT NOT NULL
) STRICT;
CREATE INDEX local_import_effect_by_record ON local_import_effect (import_id, entity, record_id);

-- New repairs in columns: the commit reads them once per table that it fills.
CREATE TABLE local_import_repair (
  key INTEGER PRIMARY KEY,
  import_id BLOB NOT NULL REFERENCES local_import (id) ON DELETE CASCADE,
  line INTEGER NOT NULL,
  external_key TEXT NOT NULL,
  external_id TEXT NOT NULL,
  provider TEXT NOT NULL,
  customer_name TEXT NOT NULL,
  country TEXT NOT NULL,
  zone TEXT NOT NULL,
  service_date TEXT NOT NULL,
  service_at INTEGER NOT NULL,
  product_category_id BLOB NOT NULL,
  description TEXT NOT NULL,
  brand TEXT,
  year_of_manufacture INTEGER,
  is_year_estimated INTEGER NOT NULL,
  object_status TEXT NOT NULL,
  is_repairable INTEGER NOT NULL,
  resolution_id BLOB NOT NULL,
  barrier_id BLOB,
  note TEXT
) STRICT;
CREATE INDEX local_import_repair_by_line ON local_import_repair (import_id, line);

-- The mapping of the last import of files with these columns.
CREATE TABLE local_import_mapping (
  kind TEXT NOT NULL,
  columns TEXT NOT NULL,
  mapping TEXT NOT NULL,
  constants TEXT NOT NULL,
  PRIMARY KEY (kind, columns)
) STRICT, WITHOUT ROWID;
