-- Lists of objects are searched by themselves (R01-12): by their object, by its serial and part number, by its customer, and
-- by the serials and batches that are installed.
CREATE TABLE local_search_service_bom (
  key INTEGER PRIMARY KEY,
  number TEXT,
  bare_number TEXT,
  serial TEXT,
  title TEXT NOT NULL,
  rest TEXT NOT NULL
) STRICT;
CREATE INDEX local_search_service_bom_by_number ON local_search_service_bom (number) WHERE number IS NOT NULL;
CREATE INDEX local_search_service_bom_by_bare_number ON local_search_service_bom (bare_number)
  WHERE bare_number IS NOT NULL;
CREATE INDEX local_search_service_bom_by_serial ON local_search_service_bom (serial) WHERE serial IS NOT NULL;
CREATE VIRTUAL TABLE local_search_service_bom_title USING fts5 (words, content = '', contentless_delete = 1, detail = none,
  prefix = '1 2 3 4', tokenize = 'ascii tokenchars _');
CREATE VIRTUAL TABLE local_search_service_bom_words USING fts5 (words, content = '', contentless_delete = 1, detail = none,
  prefix = '1 2 3 4', tokenize = 'ascii tokenchars _');
-- Lists of earlier stores are indexed between the calls.
INSERT INTO local_search_fill SELECT 'serviceBom', coalesce(max(key) + 1, 0), 1 FROM service_bom;

-- Few of the parts of a list have a serial or a batch.
CREATE INDEX service_bom_line_serials ON service_bom_line (bom_id, serial_number)
  WHERE serial_number IS NOT NULL AND removed_at IS NULL;
CREATE INDEX service_bom_line_batches ON service_bom_line (bom_id, batch)
  WHERE batch IS NOT NULL AND removed_at IS NULL;

CREATE TRIGGER service_bom_is_searched AFTER INSERT ON service_bom
BEGIN INSERT OR IGNORE INTO local_search_note VALUES ('serviceBom', new.key); END;
CREATE TRIGGER service_bom_is_searched_anew AFTER UPDATE ON service_bom
WHEN new.object_id IS NOT old.object_id OR new.item_id IS NOT old.item_id
  OR new.serial_number IS NOT old.serial_number
BEGIN INSERT OR IGNORE INTO local_search_note VALUES ('serviceBom', new.key); END;
CREATE TRIGGER service_bom_is_found_no_more AFTER DELETE ON service_bom
BEGIN
  DELETE FROM local_search_service_bom WHERE key = old.key;
  DELETE FROM local_search_service_bom_title WHERE rowid = old.key;
  DELETE FROM local_search_service_bom_words WHERE rowid = old.key;
  DELETE FROM local_search_note WHERE type = 'serviceBom' AND key = old.key;
END;

CREATE TRIGGER service_bom_part_is_searched AFTER INSERT ON service_bom_line
WHEN new.serial_number IS NOT NULL OR new.batch IS NOT NULL
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'serviceBom', key FROM service_bom WHERE id = new.bom_id; END;
CREATE TRIGGER service_bom_part_is_searched_anew AFTER UPDATE ON service_bom_line
WHEN new.serial_number IS NOT old.serial_number OR new.batch IS NOT old.batch OR new.bom_id IS NOT old.bom_id
  OR (new.removed_at IS NOT old.removed_at AND (new.serial_number IS NOT NULL OR new.batch IS NOT NULL))
BEGIN
  INSERT OR IGNORE INTO local_search_note
  SELECT 'serviceBom', key FROM service_bom WHERE id IN (new.bom_id, old.bom_id);
END;
CREATE TRIGGER service_bom_part_is_found_no_more AFTER DELETE ON service_bom_line
WHEN old.serial_number IS NOT NULL OR old.batch IS NOT NULL
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'serviceBom', key FROM service_bom WHERE id = old.bom_id; END;

CREATE TRIGGER object_names_its_boms AFTER UPDATE ON service_object
WHEN new.number IS NOT old.number OR new.description IS NOT old.description
  OR new.customer_id IS NOT old.customer_id
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'serviceBom', key FROM service_bom WHERE object_id = new.id; END;
CREATE TRIGGER item_names_its_boms AFTER UPDATE ON item
WHEN new.number IS NOT old.number OR new.name IS NOT old.name
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'serviceBom', key FROM service_bom WHERE item_id = new.id; END;
CREATE TRIGGER customer_names_its_boms AFTER UPDATE ON customer
WHEN new.number IS NOT old.number OR new.name IS NOT old.name
BEGIN
  INSERT OR IGNORE INTO local_search_note
  SELECT 'serviceBom', b.key FROM service_object s JOIN service_bom b ON b.object_id = s.id WHERE s.customer_id = new.id;
END;
