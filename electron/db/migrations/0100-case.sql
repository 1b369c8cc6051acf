-- Cases: inquiries of customers that are no orders, or not yet (04 §3.10).
CREATE TABLE case_category (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_sort TEXT NOT NULL,
  parent_id BLOB REFERENCES case_category (id)
) STRICT;
CREATE INDEX case_category_by_parent ON case_category (parent_id) WHERE parent_id IS NOT NULL;

CREATE TABLE service_case (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  number TEXT NOT NULL UNIQUE,
  office_id BLOB NOT NULL REFERENCES office (id),
  customer_id BLOB NOT NULL REFERENCES customer (id),
  contact_id BLOB REFERENCES contact (id),
  title TEXT NOT NULL,
  title_sort TEXT NOT NULL,
  category_id BLOB NOT NULL REFERENCES case_category (id),
  priority TEXT NOT NULL CHECK (priority IN ('high', 'normal', 'low')),
  owner_id BLOB REFERENCES worker (id),
  parent_id BLOB REFERENCES service_case (id),
  status TEXT NOT NULL CHECK (status IN ('open', 'inProcess', 'closed')),
  resolution TEXT,
  created_at INTEGER NOT NULL,
  closed_at INTEGER,
  -- How many cases say that this one's resolution helped; counted by the triggers of case_help.
  helped_count INTEGER NOT NULL,
  CHECK ((status = 'closed') = (closed_at IS NOT NULL) AND (status <> 'closed' OR resolution IS NOT NULL))
) STRICT;
-- One index a sort of the list.
CREATE INDEX service_case_by_customer ON service_case (customer_id);
CREATE INDEX service_case_by_category ON service_case (category_id);
CREATE INDEX service_case_by_owner ON service_case (owner_id);
CREATE INDEX service_case_by_title ON service_case (title_sort);
CREATE INDEX service_case_by_status ON service_case (status);
CREATE INDEX service_case_by_priority ON service_case (priority);
CREATE INDEX service_case_by_created_at ON service_case (created_at);
CREATE INDEX service_case_by_closed_at ON service_case (closed_at);
CREATE INDEX service_case_by_office ON service_case (office_id);
CREATE INDEX service_case_by_contact ON service_case (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX service_case_by_parent ON service_case (parent_id) WHERE parent_id IS NOT NULL;
-- What a new case is compared with (R04-82).
CREATE INDEX service_case_that_helps ON service_case (category_id, helped_count, closed_at) WHERE status = 'closed';

-- What was said, when and how; never edited.
CREATE TABLE case_log (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  case_id BLOB NOT NULL REFERENCES service_case (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  channel TEXT NOT NULL CHECK (channel IN ('phone', 'email', 'visit', 'other')),
  text TEXT NOT NULL,
  user_id BLOB NOT NULL REFERENCES user (id)
) STRICT;
CREATE INDEX case_log_by_case ON case_log (case_id, at);
CREATE INDEX case_log_by_user ON case_log (user_id);

CREATE TABLE case_link (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  case_id BLOB NOT NULL REFERENCES service_case (id) ON DELETE CASCADE,
  order_id BLOB REFERENCES service_order (id),
  object_id BLOB REFERENCES service_object (id),
  CHECK ((order_id IS NULL) <> (object_id IS NULL)),
  UNIQUE (case_id, order_id),
  UNIQUE (case_id, object_id)
) STRICT;
CREATE INDEX case_link_by_order ON case_link (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX case_link_by_object ON case_link (object_id) WHERE object_id IS NOT NULL;

CREATE TABLE case_help (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  case_id BLOB NOT NULL REFERENCES service_case (id) ON DELETE CASCADE,
  helped_case_id BLOB NOT NULL REFERENCES service_case (id),
  UNIQUE (case_id, helped_case_id)
) STRICT;
CREATE INDEX case_help_by_helped_case ON case_help (helped_case_id);
CREATE TRIGGER case_help_counts AFTER INSERT ON case_help
BEGIN UPDATE service_case SET helped_count = helped_count + 1 WHERE id = new.helped_case_id; END;
CREATE TRIGGER case_help_counts_no_more AFTER DELETE ON case_help
BEGIN UPDATE service_case SET helped_count = helped_count - 1 WHERE id = old.helped_case_id; END;

-- When a customer asked for the order, where that was before it was made (R04-81).
ALTER TABLE service_order ADD COLUMN received_at INTEGER;

-- Cases are searched like orders (R01-12).
CREATE TABLE local_search_case (
  key INTEGER PRIMARY KEY,
  number TEXT,
  bare_number TEXT,
  serial TEXT,
  title TEXT NOT NULL,
  rest TEXT NOT NULL
) STRICT;
CREATE INDEX local_search_case_by_number ON local_search_case (number) WHERE number IS NOT NULL;
CREATE INDEX local_search_case_by_bare_number ON local_search_case (bare_number) WHERE bare_number IS NOT NULL;
CREATE INDEX local_search_case_by_serial ON local_search_case (serial) WHERE serial IS NOT NULL;
CREATE VIRTUAL TABLE local_search_case_title USING fts5 (words, content = '', contentless_delete = 1, detail = none,
  prefix = '1 2 3 4', tokenize = 'ascii tokenchars _');
CREATE VIRTUAL TABLE local_search_case_words USING fts5 (words, content = '', contentless_delete = 1, detail = none,
  prefix = '1 2 3 4', tokenize = 'ascii tokenchars _');
INSERT INTO local_search_fill VALUES ('case', 0, 1);
CREATE TRIGGER service_case_is_searched AFTER INSERT ON service_case
BEGIN INSERT OR IGNORE INTO local_search_note VALUES ('case', new.key); END;
CREATE TRIGGER service_case_is_searched_anew AFTER UPDATE ON service_case
WHEN new.customer_id IS NOT old.customer_id OR new.contact_id IS NOT old.contact_id OR new.title IS NOT old.title
  OR new.resolution IS NOT old.resolution
BEGIN INSERT OR IGNORE INTO local_search_note VALUES ('case', new.key); END;
CREATE TRIGGER service_case_is_found_no_more AFTER DELETE ON service_case
BEGIN
  DELETE FROM local_search_case WHERE key = old.key;
  DELETE FROM local_search_case_title WHERE rowid = old.key;
  DELETE FROM local_search_case_words WHERE rowid = old.key;
  DELETE FROM local_search_note WHERE type = 'case' AND key = old.key;
END;
CREATE TRIGGER case_log_is_searched AFTER INSERT ON case_log
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'case', key FROM service_case WHERE id = new.case_id; END;
CREATE TRIGGER case_log_is_searched_no_more AFTER DELETE ON case_log
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'case', key FROM service_case WHERE id = old.case_id; END;
CREATE TRIGGER customer_names_its_cases AFTER UPDATE ON customer
WHEN new.number IS NOT old.number OR new.name IS NOT old.name
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'case', key FROM service_case WHERE customer_id = new.id; END;
CREATE TRIGGER contact_names_its_cases AFTER UPDATE ON contact WHEN new.name IS NOT old.name
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'case', key FROM service_case WHERE contact_id = new.id; END;
