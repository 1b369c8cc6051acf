-- Notes and attachments of records of any kind (01 §2.8). A record with either is not deleted: the store's references
-- to it are those of `record_id`, which no foreign key can state.
CREATE TABLE note (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  entity TEXT NOT NULL,
  record_id BLOB NOT NULL,
  text TEXT NOT NULL,
  visibility TEXT NOT NULL,
  author_id BLOB NOT NULL REFERENCES user (id),
  at INTEGER NOT NULL,
  edited_by_id BLOB REFERENCES user (id),
  edited_at INTEGER,
  earlier TEXT NOT NULL
) STRICT;
CREATE INDEX note_by_record ON note (record_id);
CREATE INDEX note_by_author ON note (author_id);
CREATE INDEX note_by_edited_by ON note (edited_by_id) WHERE edited_by_id IS NOT NULL;

CREATE TABLE attachment (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  entity TEXT NOT NULL,
  record_id BLOB NOT NULL,
  file_name TEXT NOT NULL,
  kind TEXT NOT NULL,
  type TEXT,
  size INTEGER,
  sha256 TEXT,
  link TEXT,
  visibility TEXT NOT NULL,
  author_id BLOB NOT NULL REFERENCES user (id),
  at INTEGER NOT NULL,
  CHECK ((sha256 IS NULL) <> (link IS NULL)),
  CHECK ((sha256 IS NULL) = (size IS NULL))
) STRICT;
CREATE INDEX attachment_by_record ON attachment (record_id);
CREATE INDEX attachment_by_author ON attachment (author_id);
CREATE INDEX attachment_by_sha256 ON attachment (sha256) WHERE sha256 IS NOT NULL;

-- Each content once by its hash, in chunks as files travel. Content that no attachment has any more waits a while, so
-- that a delete can be undone, and is then swept; 0 says that its time has not begun to count yet.
CREATE TABLE attachment_content (
  key INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE,
  size INTEGER NOT NULL,
  unused_since INTEGER
) STRICT;
CREATE INDEX attachment_content_unused ON attachment_content (unused_since) WHERE unused_since IS NOT NULL;

CREATE TABLE attachment_chunk (
  content_key INTEGER NOT NULL REFERENCES attachment_content (key) ON DELETE CASCADE,
  start INTEGER NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (content_key, start)
) STRICT;
CREATE TRIGGER attachment_chunk_is_not_updated BEFORE UPDATE ON attachment_chunk
BEGIN SELECT raise(ABORT, 'a stored content is never changed'); END;
CREATE TRIGGER attachment_content_in_use_stays BEFORE DELETE ON attachment_content
WHEN EXISTS (SELECT 1 FROM attachment WHERE sha256 = old.sha256)
BEGIN SELECT raise(ABORT, 'the content of an attachment is not deleted'); END;
CREATE TRIGGER attachment_has_content BEFORE INSERT ON attachment
WHEN new.sha256 IS NOT NULL AND NOT EXISTS (SELECT 1 FROM attachment_content WHERE sha256 = new.sha256)
BEGIN SELECT raise(ABORT, 'an attachment needs its content'); END;

CREATE TRIGGER attachment_uses_content AFTER INSERT ON attachment WHEN new.sha256 IS NOT NULL
BEGIN UPDATE attachment_content SET unused_since = NULL WHERE sha256 = new.sha256; END;
CREATE TRIGGER attachment_leaves_content AFTER DELETE ON attachment WHEN old.sha256 IS NOT NULL
BEGIN
  UPDATE attachment_content SET unused_since = 0
  WHERE sha256 = old.sha256 AND NOT EXISTS (SELECT 1 FROM attachment WHERE sha256 = old.sha256);
END;

-- Notes and names of attachments stand in the words of their records (R01-12).
CREATE TRIGGER note_is_searched AFTER INSERT ON note
BEGIN
  INSERT OR IGNORE INTO local_search_note SELECT 'order', key FROM service_order WHERE new.entity = 'order' AND id = new.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'case', key FROM service_case WHERE new.entity = 'case' AND id = new.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'customer', key FROM customer WHERE new.entity = 'customer' AND id = new.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'site', key FROM site WHERE new.entity = 'site' AND id = new.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'contact', key FROM contact WHERE new.entity = 'contact' AND id = new.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'object', key FROM service_object WHERE new.entity = 'object' AND id = new.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'item', key FROM item WHERE new.entity = 'item' AND id = new.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'serial', key FROM serial WHERE new.entity = 'serial' AND id = new.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'worker', key FROM worker WHERE new.entity = 'worker' AND id = new.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'billingAccount', key FROM billing_account WHERE new.entity = 'billingAccount' AND id = new.record_id;
END;
CREATE TRIGGER note_is_searched_anew AFTER UPDATE ON note
WHEN new.text IS NOT old.text OR new.record_id IS NOT old.record_id
BEGIN
  INSERT OR IGNORE INTO local_search_note SELECT 'order', key FROM service_order WHERE new.entity = 'order' AND id = new.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'case', key FROM service_case WHERE new.entity = 'case' AND id = new.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'customer', key FROM customer WHERE new.entity = 'customer' AND id = new.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'site', key FROM site WHERE new.entity = 'site' AND id = new.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'contact', key FROM contact WHERE new.entity = 'contact' AND id = new.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'object', key FROM service_object WHERE new.entity = 'object' AND id = new.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'item', key FROM item WHERE new.entity = 'item' AND id = new.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'serial', key FROM serial WHERE new.entity = 'serial' AND id = new.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'worker', key FROM worker WHERE new.entity = 'worker' AND id = new.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'billingAccount', key FROM billing_account WHERE new.entity = 'billingAccount' AND id = new.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'order', key FROM service_order WHERE old.entity = 'order' AND id = old.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'case', key FROM service_case WHERE old.entity = 'case' AND id = old.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'customer', key FROM customer WHERE old.entity = 'customer' AND id = old.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'site', key FROM site WHERE old.entity = 'site' AND id = old.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'contact', key FROM contact WHERE old.entity = 'contact' AND id = old.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'object', key FROM service_object WHERE old.entity = 'object' AND id = old.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'item', key FROM item WHERE old.entity = 'item' AND id = old.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'serial', key FROM serial WHERE old.entity = 'serial' AND id = old.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'worker', key FROM worker WHERE old.entity = 'worker' AND id = old.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'billingAccount', key FROM billing_account WHERE old.entity = 'billingAccount' AND id = old.record_id;
END;
CREATE TRIGGER note_is_found_no_more AFTER DELETE ON note
BEGIN
  INSERT OR IGNORE INTO local_search_note SELECT 'order', key FROM service_order WHERE old.entity = 'order' AND id = old.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'case', key FROM service_case WHERE old.entity = 'case' AND id = old.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'customer', key FROM customer WHERE old.entity = 'customer' AND id = old.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'site', key FROM site WHERE old.entity = 'site' AND id = old.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'contact', key FROM contact WHERE old.entity = 'contact' AND id = old.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'object', key FROM service_object WHERE old.entity = 'object' AND id = old.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'item', key FROM item WHERE old.entity = 'item' AND id = old.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'serial', key FROM serial WHERE old.entity = 'serial' AND id = old.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'worker', key FROM worker WHERE old.entity = 'worker' AND id = old.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'billingAccount', key FROM billing_account WHERE old.entity = 'billingAccount' AND id = old.record_id;
END;
CREATE TRIGGER attachment_is_searched AFTER INSERT ON attachment
BEGIN
  INSERT OR IGNORE INTO local_search_note SELECT 'order', key FROM service_order WHERE new.entity = 'order' AND id = new.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'case', key FROM service_case WHERE new.entity = 'case' AND id = new.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'customer', key FROM customer WHERE new.entity = 'customer' AND id = new.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'site', key FROM site WHERE new.entity = 'site' AND id = new.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'contact', key FROM contact WHERE new.entity = 'contact' AND id = new.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'object', key FROM service_object WHERE new.entity = 'object' AND id = new.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'item', key FROM item WHERE new.entity = 'item' AND id = new.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'serial', key FROM serial WHERE new.entity = 'serial' AND id = new.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'worker', key FROM worker WHERE new.entity = 'worker' AND id = new.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'billingAccount', key FROM billing_account WHERE new.entity = 'billingAccount' AND id = new.record_id;
END;
CREATE TRIGGER attachment_is_searched_anew AFTER UPDATE ON attachment
WHEN new.file_name IS NOT old.file_name OR new.link IS NOT old.link OR new.record_id IS NOT old.record_id
BEGIN
  INSERT OR IGNORE INTO local_search_note SELECT 'order', key FROM service_order WHERE new.entity = 'order' AND id = new.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'case', key FROM service_case WHERE new.entity = 'case' AND id = new.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'customer', key FROM customer WHERE new.entity = 'customer' AND id = new.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'site', key FROM site WHERE new.entity = 'site' AND id = new.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'contact', key FROM contact WHERE new.entity = 'contact' AND id = new.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'object', key FROM service_object WHERE new.entity = 'object' AND id = new.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'item', key FROM item WHERE new.entity = 'item' AND id = new.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'serial', key FROM serial WHERE new.entity = 'serial' AND id = new.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'worker', key FROM worker WHERE new.entity = 'worker' AND id = new.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'billingAccount', key FROM billing_account WHERE new.entity = 'billingAccount' AND id = new.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'order', key FROM service_order WHERE old.entity = 'order' AND id = old.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'case', key FROM service_case WHERE old.entity = 'case' AND id = old.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'customer', key FROM customer WHERE old.entity = 'customer' AND id = old.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'site', key FROM site WHERE old.entity = 'site' AND id = old.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'contact', key FROM contact WHERE old.entity = 'contact' AND id = old.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'object', key FROM service_object WHERE old.entity = 'object' AND id = old.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'item', key FROM item WHERE old.entity = 'item' AND id = old.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'serial', key FROM serial WHERE old.entity = 'serial' AND id = old.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'worker', key FROM worker WHERE old.entity = 'worker' AND id = old.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'billingAccount', key FROM billing_account WHERE old.entity = 'billingAccount' AND id = old.record_id;
END;
CREATE TRIGGER attachment_is_found_no_more AFTER DELETE ON attachment
BEGIN
  INSERT OR IGNORE INTO local_search_note SELECT 'order', key FROM service_order WHERE old.entity = 'order' AND id = old.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'case', key FROM service_case WHERE old.entity = 'case' AND id = old.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'customer', key FROM customer WHERE old.entity = 'customer' AND id = old.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'site', key FROM site WHERE old.entity = 'site' AND id = old.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'contact', key FROM contact WHERE old.entity = 'contact' AND id = old.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'object', key FROM service_object WHERE old.entity = 'object' AND id = old.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'item', key FROM item WHERE old.entity = 'item' AND id = old.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'serial', key FROM serial WHERE old.entity = 'serial' AND id = old.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'worker', key FROM worker WHERE old.entity = 'worker' AND id = old.record_id;
  INSERT OR IGNORE INTO local_search_note SELECT 'billingAccount', key FROM billing_account WHERE old.entity = 'billingAccount' AND id = old.record_id;
END;
