-- Full-text search (R01-12): local to the machine, derived from the records, neither logged nor sent. A type of record has
-- a table of its folded words and two indexes over them: of number and title, and of everything. What a write touches is
-- noted by the triggers below and indexed in the same transaction, whatever path it came by; deletes take effect at once.
CREATE TABLE local_search_note (
  type TEXT NOT NULL,
  key INTEGER NOT NULL,
  PRIMARY KEY (type, key)
) STRICT, WITHOUT ROWID;

-- Every word that stands in an index, or did: a longer beginning of a word is looked up here, because reading all lists
-- that begin so would take as long as they are. Pairs of neighbours (_noisy_gearbox) stand in the indexes as words.
CREATE TABLE local_search_term (
  word TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- How far the index of a type is filled, newest first: records with a key below this one are still to come.
CREATE TABLE local_search_fill (
  type TEXT PRIMARY KEY,
  below INTEGER NOT NULL,
  folding INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE local_search_order (
  key INTEGER PRIMARY KEY,
  number TEXT,
  bare_number TEXT,
  serial TEXT,
  title TEXT NOT NULL,
  rest TEXT NOT NULL
) STRICT;
CREATE INDEX local_search_order_by_number ON local_search_order (number) WHERE number IS NOT NULL;
CREATE INDEX local_search_order_by_bare_number ON local_search_order (bare_number) WHERE bare_number IS NOT NULL;
CREATE INDEX local_search_order_by_serial ON local_search_order (serial) WHERE serial IS NOT NULL;
CREATE VIRTUAL TABLE local_search_order_title USING fts5 (words, content = '', contentless_delete = 1, detail = none,
  prefix = '1 2 3 4', tokenize = 'ascii tokenchars _');
CREATE VIRTUAL TABLE local_search_order_words USING fts5 (words, content = '', contentless_delete = 1, detail = none,
  prefix = '1 2 3 4', tokenize = 'ascii tokenchars _');
INSERT INTO local_search_fill SELECT 'order', coalesce(max(key) + 1, 0), 1 FROM service_order;
CREATE TRIGGER service_order_is_searched AFTER INSERT ON service_order
BEGIN INSERT OR IGNORE INTO local_search_note VALUES ('order', new.key); END;
CREATE TRIGGER service_order_is_searched_anew AFTER UPDATE ON service_order
WHEN new.number IS NOT old.number OR new.description IS NOT old.description
  OR new.customer_id IS NOT old.customer_id OR new.site_name IS NOT old.site_name
  OR new.address_line1 IS NOT old.address_line1 OR new.address_line2 IS NOT old.address_line2
  OR new.postal_code IS NOT old.postal_code OR new.site_city IS NOT old.site_city
  OR new.access_notes IS NOT old.access_notes OR new.contact_name IS NOT old.contact_name
  OR new.contact_phone IS NOT old.contact_phone OR new.contact_email IS NOT old.contact_email
  OR new.customer_reference IS NOT old.customer_reference
  OR new.cancel_reason IS NOT old.cancel_reason OR new.internal_note IS NOT old.internal_note
  OR new.external_note IS NOT old.external_note
BEGIN INSERT OR IGNORE INTO local_search_note VALUES ('order', new.key); END;
CREATE TRIGGER service_order_is_found_no_more AFTER DELETE ON service_order
BEGIN
  DELETE FROM local_search_order WHERE key = old.key;
  DELETE FROM local_search_order_title WHERE rowid = old.key;
  DELETE FROM local_search_order_words WHERE rowid = old.key;
  DELETE FROM local_search_note WHERE type = 'order' AND key = old.key;
END;

CREATE TABLE local_search_customer (
  key INTEGER PRIMARY KEY,
  number TEXT,
  bare_number TEXT,
  serial TEXT,
  title TEXT NOT NULL,
  rest TEXT NOT NULL
) STRICT;
CREATE INDEX local_search_customer_by_number ON local_search_customer (number) WHERE number IS NOT NULL;
CREATE INDEX local_search_customer_by_bare_number ON local_search_customer (bare_number) WHERE bare_number IS NOT NULL;
CREATE INDEX local_search_customer_by_serial ON local_search_customer (serial) WHERE serial IS NOT NULL;
CREATE VIRTUAL TABLE local_search_customer_title USING fts5 (words, content = '', contentless_delete = 1, detail = none,
  prefix = '1 2 3 4', tokenize = 'ascii tokenchars _');
CREATE VIRTUAL TABLE local_search_customer_words USING fts5 (words, content = '', contentless_delete = 1, detail = none,
  prefix = '1 2 3 4', tokenize = 'ascii tokenchars _');
INSERT INTO local_search_fill SELECT 'customer', coalesce(max(key) + 1, 0), 1 FROM customer;
CREATE TRIGGER customer_is_searched AFTER INSERT ON customer
BEGIN INSERT OR IGNORE INTO local_search_note VALUES ('customer', new.key); END;
CREATE TRIGGER customer_is_searched_anew AFTER UPDATE ON customer
WHEN new.number IS NOT old.number OR new.name IS NOT old.name OR new.tax_number IS NOT old.tax_number
BEGIN INSERT OR IGNORE INTO local_search_note VALUES ('customer', new.key); END;
CREATE TRIGGER customer_is_found_no_more AFTER DELETE ON customer
BEGIN
  DELETE FROM local_search_customer WHERE key = old.key;
  DELETE FROM local_search_customer_title WHERE rowid = old.key;
  DELETE FROM local_search_customer_words WHERE rowid = old.key;
  DELETE FROM local_search_note WHERE type = 'customer' AND key = old.key;
END;

CREATE TABLE local_search_site (
  key INTEGER PRIMARY KEY,
  number TEXT,
  bare_number TEXT,
  serial TEXT,
  title TEXT NOT NULL,
  rest TEXT NOT NULL
) STRICT;
CREATE INDEX local_search_site_by_number ON local_search_site (number) WHERE number IS NOT NULL;
CREATE INDEX local_search_site_by_bare_number ON local_search_site (bare_number) WHERE bare_number IS NOT NULL;
CREATE INDEX local_search_site_by_serial ON local_search_site (serial) WHERE serial IS NOT NULL;
CREATE VIRTUAL TABLE local_search_site_title USING fts5 (words, content = '', contentless_delete = 1, detail = none,
  prefix = '1 2 3 4', tokenize = 'ascii tokenchars _');
CREATE VIRTUAL TABLE local_search_site_words USING fts5 (words, content = '', contentless_delete = 1, detail = none,
  prefix = '1 2 3 4', tokenize = 'ascii tokenchars _');
INSERT INTO local_search_fill SELECT 'site', coalesce(max(key) + 1, 0), 1 FROM site;
CREATE TRIGGER site_is_searched AFTER INSERT ON site
BEGIN INSERT OR IGNORE INTO local_search_note VALUES ('site', new.key); END;
CREATE TRIGGER site_is_searched_anew AFTER UPDATE ON site
WHEN new.customer_id IS NOT old.customer_id OR new.name IS NOT old.name
  OR new.address_line1 IS NOT old.address_line1 OR new.address_line2 IS NOT old.address_line2
  OR new.postal_code IS NOT old.postal_code OR new.city IS NOT old.city
  OR new.region IS NOT old.region OR new.access_notes IS NOT old.access_notes
BEGIN INSERT OR IGNORE INTO local_search_note VALUES ('site', new.key); END;
CREATE TRIGGER site_is_found_no_more AFTER DELETE ON site
BEGIN
  DELETE FROM local_search_site WHERE key = old.key;
  DELETE FROM local_search_site_title WHERE rowid = old.key;
  DELETE FROM local_search_site_words WHERE rowid = old.key;
  DELETE FROM local_search_note WHERE type = 'site' AND key = old.key;
END;

CREATE TABLE local_search_contact (
  key INTEGER PRIMARY KEY,
  number TEXT,
  bare_number TEXT,
  serial TEXT,
  title TEXT NOT NULL,
  rest TEXT NOT NULL
) STRICT;
CREATE INDEX local_search_contact_by_number ON local_search_contact (number) WHERE number IS NOT NULL;
CREATE INDEX local_search_contact_by_bare_number ON local_search_contact (bare_number) WHERE bare_number IS NOT NULL;
CREATE INDEX local_search_contact_by_serial ON local_search_contact (serial) WHERE serial IS NOT NULL;
CREATE VIRTUAL TABLE local_search_contact_title USING fts5 (words, content = '', contentless_delete = 1, detail = none,
  prefix = '1 2 3 4', tokenize = 'ascii tokenchars _');
CREATE VIRTUAL TABLE local_search_contact_words USING fts5 (words, content = '', contentless_delete = 1, detail = none,
  prefix = '1 2 3 4', tokenize = 'ascii tokenchars _');
INSERT INTO local_search_fill SELECT 'contact', coalesce(max(key) + 1, 0), 1 FROM contact;
CREATE TRIGGER contact_is_searched AFTER INSERT ON contact
BEGIN INSERT OR IGNORE INTO local_search_note VALUES ('contact', new.key); END;
CREATE TRIGGER contact_is_searched_anew AFTER UPDATE ON contact
WHEN new.customer_id IS NOT old.customer_id OR new.name IS NOT old.name OR new.role IS NOT old.role
  OR new.phone IS NOT old.phone OR new.email IS NOT old.email
BEGIN INSERT OR IGNORE INTO local_search_note VALUES ('contact', new.key); END;
CREATE TRIGGER contact_is_found_no_more AFTER DELETE ON contact
BEGIN
  DELETE FROM local_search_contact WHERE key = old.key;
  DELETE FROM local_search_contact_title WHERE rowid = old.key;
  DELETE FROM local_search_contact_words WHERE rowid = old.key;
  DELETE FROM local_search_note WHERE type = 'contact' AND key = old.key;
END;

CREATE TABLE local_search_object (
  key INTEGER PRIMARY KEY,
  number TEXT,
  bare_number TEXT,
  serial TEXT,
  title TEXT NOT NULL,
  rest TEXT NOT NULL
) STRICT;
CREATE INDEX local_search_object_by_number ON local_search_object (number) WHERE number IS NOT NULL;
CREATE INDEX local_search_object_by_bare_number ON local_search_object (bare_number) WHERE bare_number IS NOT NULL;
CREATE INDEX local_search_object_by_serial ON local_search_object (serial) WHERE serial IS NOT NULL;
CREATE VIRTUAL TABLE local_search_object_title USING fts5 (words, content = '', contentless_delete = 1, detail = none,
  prefix = '1 2 3 4', tokenize = 'ascii tokenchars _');
CREATE VIRTUAL TABLE local_search_object_words USING fts5 (words, content = '', contentless_delete = 1, detail = none,
  prefix = '1 2 3 4', tokenize = 'ascii tokenchars _');
INSERT INTO local_search_fill SELECT 'object', coalesce(max(key) + 1, 0), 1 FROM service_object;
CREATE TRIGGER service_object_is_searched AFTER INSERT ON service_object
BEGIN INSERT OR IGNORE INTO local_search_note VALUES ('object', new.key); END;
CREATE TRIGGER service_object_is_searched_anew AFTER UPDATE ON service_object
WHEN new.number IS NOT old.number OR new.description IS NOT old.description
  OR new.customer_id IS NOT old.customer_id OR new.serial_number IS NOT old.serial_number
  OR new.brand IS NOT old.brand OR new.model IS NOT old.model
BEGIN INSERT OR IGNORE INTO local_search_note VALUES ('object', new.key); END;
CREATE TRIGGER service_object_is_found_no_more AFTER DELETE ON service_object
BEGIN
  DELETE FROM local_search_object WHERE key = old.key;
  DELETE FROM local_search_object_title WHERE rowid = old.key;
  DELETE FROM local_search_object_words WHERE rowid = old.key;
  DELETE FROM local_search_note WHERE type = 'object' AND key = old.key;
END;

CREATE TABLE local_search_item (
  key INTEGER PRIMARY KEY,
  number TEXT,
  bare_number TEXT,
  serial TEXT,
  title TEXT NOT NULL,
  rest TEXT NOT NULL
) STRICT;
CREATE INDEX local_search_item_by_number ON local_search_item (number) WHERE number IS NOT NULL;
CREATE INDEX local_search_item_by_bare_number ON local_search_item (bare_number) WHERE bare_number IS NOT NULL;
CREATE INDEX local_search_item_by_serial ON local_search_item (serial) WHERE serial IS NOT NULL;
CREATE VIRTUAL TABLE local_search_item_title USING fts5 (words, content = '', contentless_delete = 1, detail = none,
  prefix = '1 2 3 4', tokenize = 'ascii tokenchars _');
CREATE VIRTUAL TABLE local_search_item_words USING fts5 (words, content = '', contentless_delete = 1, detail = none,
  prefix = '1 2 3 4', tokenize = 'ascii tokenchars _');
INSERT INTO local_search_fill SELECT 'item', coalesce(max(key) + 1, 0), 1 FROM item;
CREATE TRIGGER item_is_searched AFTER INSERT ON item
BEGIN INSERT OR IGNORE INTO local_search_note VALUES ('item', new.key); END;
CREATE TRIGGER item_is_searched_anew AFTER UPDATE ON item
WHEN new.number IS NOT old.number OR new.name IS NOT old.name OR new.subcategory IS NOT old.subcategory
  OR new.color IS NOT old.color OR new.size IS NOT old.size
BEGIN INSERT OR IGNORE INTO local_search_note VALUES ('item', new.key); END;
CREATE TRIGGER item_is_found_no_more AFTER DELETE ON item
BEGIN
  DELETE FROM local_search_item WHERE key = old.key;
  DELETE FROM local_search_item_title WHERE rowid = old.key;
  DELETE FROM local_search_item_words WHERE rowid = old.key;
  DELETE FROM local_search_note WHERE type = 'item' AND key = old.key;
END;

CREATE TABLE local_search_serial (
  key INTEGER PRIMARY KEY,
  number TEXT,
  bare_number TEXT,
  serial TEXT,
  title TEXT NOT NULL,
  rest TEXT NOT NULL
) STRICT;
CREATE INDEX local_search_serial_by_number ON local_search_serial (number) WHERE number IS NOT NULL;
CREATE INDEX local_search_serial_by_bare_number ON local_search_serial (bare_number) WHERE bare_number IS NOT NULL;
CREATE INDEX local_search_serial_by_serial ON local_search_serial (serial) WHERE serial IS NOT NULL;
CREATE VIRTUAL TABLE local_search_serial_title USING fts5 (words, content = '', contentless_delete = 1, detail = none,
  prefix = '1 2 3 4', tokenize = 'ascii tokenchars _');
CREATE VIRTUAL TABLE local_search_serial_words USING fts5 (words, content = '', contentless_delete = 1, detail = none,
  prefix = '1 2 3 4', tokenize = 'ascii tokenchars _');
INSERT INTO local_search_fill SELECT 'serial', coalesce(max(key) + 1, 0), 1 FROM serial;
CREATE TRIGGER serial_is_searched AFTER INSERT ON serial
BEGIN INSERT OR IGNORE INTO local_search_note VALUES ('serial', new.key); END;
CREATE TRIGGER serial_is_searched_anew AFTER UPDATE ON serial
WHEN new.serial_number IS NOT old.serial_number OR new.item_id IS NOT old.item_id
BEGIN INSERT OR IGNORE INTO local_search_note VALUES ('serial', new.key); END;
CREATE TRIGGER serial_is_found_no_more AFTER DELETE ON serial
BEGIN
  DELETE FROM local_search_serial WHERE key = old.key;
  DELETE FROM local_search_serial_title WHERE rowid = old.key;
  DELETE FROM local_search_serial_words WHERE rowid = old.key;
  DELETE FROM local_search_note WHERE type = 'serial' AND key = old.key;
END;

CREATE TABLE local_search_worker (
  key INTEGER PRIMARY KEY,
  number TEXT,
  bare_number TEXT,
  serial TEXT,
  title TEXT NOT NULL,
  rest TEXT NOT NULL
) STRICT;
CREATE INDEX local_search_worker_by_number ON local_search_worker (number) WHERE number IS NOT NULL;
CREATE INDEX local_search_worker_by_bare_number ON local_search_worker (bare_number) WHERE bare_number IS NOT NULL;
CREATE INDEX local_search_worker_by_serial ON local_search_worker (serial) WHERE serial IS NOT NULL;
CREATE VIRTUAL TABLE local_search_worker_title USING fts5 (words, content = '', contentless_delete = 1, detail = none,
  prefix = '1 2 3 4', tokenize = 'ascii tokenchars _');
CREATE VIRTUAL TABLE local_search_worker_words USING fts5 (words, content = '', contentless_delete = 1, detail = none,
  prefix = '1 2 3 4', tokenize = 'ascii tokenchars _');
INSERT INTO local_search_fill SELECT 'worker', coalesce(max(key) + 1, 0), 1 FROM worker;
CREATE TRIGGER worker_is_searched AFTER INSERT ON worker
BEGIN INSERT OR IGNORE INTO local_search_note VALUES ('worker', new.key); END;
CREATE TRIGGER worker_is_searched_anew AFTER UPDATE ON worker
WHEN new.number IS NOT old.number OR new.display_name IS NOT old.display_name
  OR new.job_title IS NOT old.job_title
BEGIN INSERT OR IGNORE INTO local_search_note VALUES ('worker', new.key); END;
CREATE TRIGGER worker_is_found_no_more AFTER DELETE ON worker
BEGIN
  DELETE FROM local_search_worker WHERE key = old.key;
  DELETE FROM local_search_worker_title WHERE rowid = old.key;
  DELETE FROM local_search_worker_words WHERE rowid = old.key;
  DELETE FROM local_search_note WHERE type = 'worker' AND key = old.key;
END;

CREATE TABLE local_search_billing_account (
  key INTEGER PRIMARY KEY,
  number TEXT,
  bare_number TEXT,
  serial TEXT,
  title TEXT NOT NULL,
  rest TEXT NOT NULL
) STRICT;
CREATE INDEX local_search_billing_account_by_number ON local_search_billing_account (number) WHERE number IS NOT NULL;
CREATE INDEX local_search_billing_account_by_bare_number ON local_search_billing_account (bare_number) WHERE bare_number IS NOT NULL;
CREATE INDEX local_search_billing_account_by_serial ON local_search_billing_account (serial) WHERE serial IS NOT NULL;
CREATE VIRTUAL TABLE local_search_billing_account_title USING fts5 (words, content = '', contentless_delete = 1, detail = none,
  prefix = '1 2 3 4', tokenize = 'ascii tokenchars _');
CREATE VIRTUAL TABLE local_search_billing_account_words USING fts5 (words, content = '', contentless_delete = 1, detail = none,
  prefix = '1 2 3 4', tokenize = 'ascii tokenchars _');
INSERT INTO local_search_fill SELECT 'billingAccount', coalesce(max(key) + 1, 0), 1 FROM billing_account;
CREATE TRIGGER billing_account_is_searched AFTER INSERT ON billing_account
BEGIN INSERT OR IGNORE INTO local_search_note VALUES ('billingAccount', new.key); END;
CREATE TRIGGER billing_account_is_searched_anew AFTER UPDATE ON billing_account
WHEN new.number IS NOT old.number OR new.name IS NOT old.name OR new.customer_id IS NOT old.customer_id
BEGIN INSERT OR IGNORE INTO local_search_note VALUES ('billingAccount', new.key); END;
CREATE TRIGGER billing_account_is_found_no_more AFTER DELETE ON billing_account
BEGIN
  DELETE FROM local_search_billing_account WHERE key = old.key;
  DELETE FROM local_search_billing_account_title WHERE rowid = old.key;
  DELETE FROM local_search_billing_account_words WHERE rowid = old.key;
  DELETE FROM local_search_note WHERE type = 'billingAccount' AND key = old.key;
END;

-- Parts whose texts stand in the words of an order.

CREATE TRIGGER service_order_line_is_searched AFTER INSERT ON service_order_line
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'order', key FROM service_order WHERE id = new.order_id; END;
CREATE TRIGGER service_order_line_is_searched_anew AFTER UPDATE ON service_order_line
WHEN new.order_id IS NOT old.order_id OR new.description IS NOT old.description
  OR new.serial_number IS NOT old.serial_number
BEGIN
  INSERT OR IGNORE INTO local_search_note SELECT 'order', key FROM service_order WHERE id IN (new.order_id, old.order_id);
END;
CREATE TRIGGER service_order_line_is_found_no_more AFTER DELETE ON service_order_line
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'order', key FROM service_order WHERE id = old.order_id; END;

CREATE TRIGGER order_object_relation_is_searched AFTER INSERT ON order_object_relation
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'order', key FROM service_order WHERE id = new.order_id; END;
CREATE TRIGGER order_object_relation_is_searched_anew AFTER UPDATE ON order_object_relation
WHEN new.order_id IS NOT old.order_id OR new.note IS NOT old.note
BEGIN
  INSERT OR IGNORE INTO local_search_note SELECT 'order', key FROM service_order WHERE id IN (new.order_id, old.order_id);
END;
CREATE TRIGGER order_object_relation_is_found_no_more AFTER DELETE ON order_object_relation
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'order', key FROM service_order WHERE id = old.order_id; END;

CREATE TRIGGER repair_line_is_searched AFTER INSERT ON repair_line
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'order', key FROM service_order WHERE id = new.order_id; END;
CREATE TRIGGER repair_line_is_searched_anew AFTER UPDATE ON repair_line
WHEN new.order_id IS NOT old.order_id OR new.number IS NOT old.number
  OR new.serial_number IS NOT old.serial_number OR new.note IS NOT old.note
BEGIN
  INSERT OR IGNORE INTO local_search_note SELECT 'order', key FROM service_order WHERE id IN (new.order_id, old.order_id);
END;
CREATE TRIGGER repair_line_is_found_no_more AFTER DELETE ON repair_line
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'order', key FROM service_order WHERE id = old.order_id; END;

-- Records that are found by the name of another.
CREATE TRIGGER customer_names_others AFTER UPDATE ON customer
WHEN new.number IS NOT old.number OR new.name IS NOT old.name
BEGIN
  INSERT OR IGNORE INTO local_search_note SELECT 'order', key FROM service_order WHERE customer_id = new.id;
  INSERT OR IGNORE INTO local_search_note SELECT 'site', key FROM site WHERE customer_id = new.id;
  INSERT OR IGNORE INTO local_search_note SELECT 'contact', key FROM contact WHERE customer_id = new.id;
  INSERT OR IGNORE INTO local_search_note SELECT 'object', key FROM service_object WHERE customer_id = new.id;
  INSERT OR IGNORE INTO local_search_note SELECT 'billingAccount', key FROM billing_account WHERE customer_id = new.id;
END;
CREATE TRIGGER item_names_serials AFTER UPDATE ON item
WHEN new.number IS NOT old.number OR new.name IS NOT old.name
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'serial', key FROM serial WHERE item_id = new.id; END;
CREATE TRIGGER site_names_its_customer AFTER INSERT ON site WHEN new.kind = 'main'
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'customer', key FROM customer WHERE id = new.customer_id; END;
CREATE TRIGGER site_names_its_customer_anew AFTER UPDATE ON site
WHEN (new.kind = 'main' OR old.kind = 'main') AND (new.kind IS NOT old.kind OR new.city IS NOT old.city
  OR new.customer_id IS NOT old.customer_id OR new.address_line1 IS NOT old.address_line1
  OR new.address_line2 IS NOT old.address_line2 OR new.postal_code IS NOT old.postal_code)
BEGIN
  INSERT OR IGNORE INTO local_search_note SELECT 'customer', key FROM customer WHERE id IN (new.customer_id, old.customer_id);
END;
CREATE TRIGGER site_names_its_customer_no_more AFTER DELETE ON site WHEN old.kind = 'main'
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'customer', key FROM customer WHERE id = old.customer_id; END;
