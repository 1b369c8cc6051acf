-- Repair lines are searched by themselves (R01-12): by number and serial, by what was said of them, by their order, object
-- and customer.
CREATE TABLE local_search_repair_line (
  key INTEGER PRIMARY KEY,
  number TEXT,
  bare_number TEXT,
  serial TEXT,
  title TEXT NOT NULL,
  rest TEXT NOT NULL
) STRICT;
CREATE INDEX local_search_repair_line_by_number ON local_search_repair_line (number) WHERE number IS NOT NULL;
CREATE INDEX local_search_repair_line_by_bare_number ON local_search_repair_line (bare_number)
  WHERE bare_number IS NOT NULL;
CREATE INDEX local_search_repair_line_by_serial ON local_search_repair_line (serial) WHERE serial IS NOT NULL;
CREATE VIRTUAL TABLE local_search_repair_line_title USING fts5 (words, content = '', contentless_delete = 1, detail = none,
  prefix = '1 2 3 4', tokenize = 'ascii tokenchars _');
CREATE VIRTUAL TABLE local_search_repair_line_words USING fts5 (words, content = '', contentless_delete = 1, detail = none,
  prefix = '1 2 3 4', tokenize = 'ascii tokenchars _');
-- Lines of earlier stores are indexed between the calls.
INSERT INTO local_search_fill SELECT 'repairLine', coalesce(max(key) + 1, 0), 1 FROM repair_line;

CREATE TRIGGER repair_line_is_searched_itself AFTER INSERT ON repair_line
BEGIN INSERT OR IGNORE INTO local_search_note VALUES ('repairLine', new.key); END;
CREATE TRIGGER repair_line_is_searched_itself_anew AFTER UPDATE ON repair_line
WHEN new.number IS NOT old.number OR new.serial_number IS NOT old.serial_number OR new.title IS NOT old.title
  OR new.note IS NOT old.note OR new.customer_text IS NOT old.customer_text OR new.object_id IS NOT old.object_id
BEGIN INSERT OR IGNORE INTO local_search_note VALUES ('repairLine', new.key); END;
CREATE TRIGGER repair_line_itself_is_found_no_more AFTER DELETE ON repair_line
BEGIN
  DELETE FROM local_search_repair_line WHERE key = old.key;
  DELETE FROM local_search_repair_line_title WHERE rowid = old.key;
  DELETE FROM local_search_repair_line_words WHERE rowid = old.key;
  DELETE FROM local_search_note WHERE type = 'repairLine' AND key = old.key;
END;

CREATE TRIGGER object_names_its_repairs AFTER UPDATE ON service_object
WHEN new.number IS NOT old.number OR new.description IS NOT old.description
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'repairLine', key FROM repair_line WHERE object_id = new.id; END;
CREATE TRIGGER order_names_its_repairs AFTER UPDATE ON service_order
WHEN new.number IS NOT old.number OR new.customer_id IS NOT old.customer_id
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'repairLine', key FROM repair_line WHERE order_id = new.id; END;
CREATE TRIGGER customer_names_its_repairs AFTER UPDATE ON customer WHEN new.name IS NOT old.name
BEGIN
  INSERT OR IGNORE INTO local_search_note
  SELECT 'repairLine', l.key FROM service_order o JOIN repair_line l ON l.order_id = o.id WHERE o.customer_id = new.id;
END;
