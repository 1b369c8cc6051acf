-- What the statistics of repairs are counted from (08 §3.4, §3.5): one narrow row of integers a repair line, local to the
-- machine, derived from the records, neither logged nor sent. What a write touches is noted by the triggers below and
-- written anew in the same transaction, whatever path it came by; deletes take effect at once.
CREATE TABLE local_repair_note (
  key INTEGER PRIMARY KEY
) STRICT;

-- Brands and providers by number, however they are spelled: small and large letters are one name.
CREATE TABLE local_repair_name (
  key INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('brand', 'provider')),
  folded TEXT NOT NULL,
  name TEXT NOT NULL,
  UNIQUE (kind, folded)
) STRICT;

-- References are the keys of the records, not their ids: a million lines are read in one pass. Days are those of the
-- order's place, counted from 1970-01-01.
CREATE TABLE local_repair_fact (
  key INTEGER PRIMARY KEY,
  office INTEGER NOT NULL,
  reported_day INTEGER NOT NULL,
  finished_day INTEGER,
  resolution INTEGER,
  category INTEGER,
  item INTEGER,
  brand INTEGER,
  provider INTEGER,
  technician INTEGER,
  symptom_area INTEGER,
  symptom_code INTEGER,
  diagnosis_area INTEGER,
  diagnosis_code INTEGER,
  barrier INTEGER,
  attempts INTEGER NOT NULL,
  -- It repeats an earlier line; a later line repeats it (R08-12).
  is_repeat INTEGER NOT NULL,
  is_repeated INTEGER NOT NULL,
  object INTEGER NOT NULL,
  reported_at INTEGER NOT NULL,
  finished_at INTEGER
) STRICT;
-- Suggestions read the finished lines of one symptom (R08-21).
CREATE INDEX local_repair_fact_by_symptom ON local_repair_fact (symptom_area, item, category, symptom_code,
    diagnosis_code, resolution, is_repeated, office)
  WHERE symptom_area IS NOT NULL AND finished_day IS NOT NULL AND diagnosis_code IS NOT NULL;

INSERT INTO local_repair_note SELECT key FROM repair_line;

CREATE TRIGGER repair_line_is_counted AFTER INSERT ON repair_line
BEGIN
  INSERT OR IGNORE INTO local_repair_note VALUES (new.key);
  INSERT OR IGNORE INTO local_repair_note SELECT key FROM repair_line WHERE id = new.previous_line_id;
END;
CREATE TRIGGER repair_line_is_counted_anew AFTER UPDATE ON repair_line
BEGIN
  INSERT OR IGNORE INTO local_repair_note VALUES (new.key);
  INSERT OR IGNORE INTO local_repair_note SELECT key FROM repair_line
    WHERE new.previous_line_id IS NOT old.previous_line_id AND id IN (new.previous_line_id, old.previous_line_id);
END;
CREATE TRIGGER repair_line_is_counted_no_more AFTER DELETE ON repair_line
BEGIN
  DELETE FROM local_repair_fact WHERE key = old.key;
  DELETE FROM local_repair_note WHERE key = old.key;
  INSERT OR IGNORE INTO local_repair_note SELECT key FROM repair_line WHERE id = old.previous_line_id;
END;

-- Records that say something of a repair line.
CREATE TRIGGER repair_attempt_is_counted AFTER INSERT ON repair_attempt
BEGIN INSERT OR IGNORE INTO local_repair_note SELECT key FROM repair_line WHERE id = new.line_id; END;
CREATE TRIGGER repair_attempt_is_counted_anew AFTER UPDATE ON repair_attempt WHEN new.line_id IS NOT old.line_id
BEGIN
  INSERT OR IGNORE INTO local_repair_note SELECT key FROM repair_line WHERE id IN (new.line_id, old.line_id);
END;
CREATE TRIGGER repair_attempt_is_counted_no_more AFTER DELETE ON repair_attempt
BEGIN INSERT OR IGNORE INTO local_repair_note SELECT key FROM repair_line WHERE id = old.line_id; END;
CREATE TRIGGER service_object_counts_repairs AFTER UPDATE ON service_object
WHEN new.item_id IS NOT old.item_id OR new.product_category_id IS NOT old.product_category_id
  OR new.brand IS NOT old.brand
BEGIN
  INSERT OR IGNORE INTO local_repair_note SELECT l.key FROM order_object_relation r
    JOIN repair_line l ON l.object_relation_id = r.id WHERE r.object_id = new.id;
END;
CREATE TRIGGER order_object_relation_counts_repairs AFTER UPDATE ON order_object_relation
WHEN new.object_id IS NOT old.object_id
BEGIN INSERT OR IGNORE INTO local_repair_note SELECT key FROM repair_line WHERE object_relation_id = new.id; END;
CREATE TRIGGER service_order_counts_repairs AFTER UPDATE ON service_order
WHEN new.office_id IS NOT old.office_id OR new.site_zone IS NOT old.site_zone
BEGIN INSERT OR IGNORE INTO local_repair_note SELECT key FROM repair_line WHERE order_id = new.id; END;
