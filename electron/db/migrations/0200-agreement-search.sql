-- Agreements are searched like orders (R01-12): with their customer, the texts of their lines and their notes.
CREATE TABLE local_search_agreement (
  key INTEGER PRIMARY KEY,
  number TEXT,
  bare_number TEXT,
  serial TEXT,
  title TEXT NOT NULL,
  rest TEXT NOT NULL
) STRICT;
CREATE INDEX local_search_agreement_by_number ON local_search_agreement (number) WHERE number IS NOT NULL;
CREATE INDEX local_search_agreement_by_bare_number ON local_search_agreement (bare_number) WHERE bare_number IS NOT NULL;
CREATE INDEX local_search_agreement_by_serial ON local_search_agreement (serial) WHERE serial IS NOT NULL;
CREATE VIRTUAL TABLE local_search_agreement_title USING fts5 (words, content = '', contentless_delete = 1, detail = none,
  prefix = '1 2 3 4', tokenize = 'ascii tokenchars _');
CREATE VIRTUAL TABLE local_search_agreement_words USING fts5 (words, content = '', contentless_delete = 1, detail = none,
  prefix = '1 2 3 4', tokenize = 'ascii tokenchars _');
INSERT INTO local_search_fill VALUES ('agreement', 0, 1);
CREATE TRIGGER agreement_is_searched AFTER INSERT ON agreement
BEGIN INSERT OR IGNORE INTO local_search_note VALUES ('agreement', new.key); END;
CREATE TRIGGER agreement_is_searched_anew AFTER UPDATE ON agreement
WHEN new.number IS NOT old.number OR new.description IS NOT old.description OR new.customer_id IS NOT old.customer_id
  OR new.site_id IS NOT old.site_id OR new.termination_reason IS NOT old.termination_reason
  OR new.suspend_reason IS NOT old.suspend_reason
BEGIN INSERT OR IGNORE INTO local_search_note VALUES ('agreement', new.key); END;
CREATE TRIGGER agreement_is_found_no_more AFTER DELETE ON agreement
BEGIN
  DELETE FROM local_search_agreement WHERE key = old.key;
  DELETE FROM local_search_agreement_title WHERE rowid = old.key;
  DELETE FROM local_search_agreement_words WHERE rowid = old.key;
  DELETE FROM local_search_note WHERE type = 'agreement' AND key = old.key;
END;

CREATE TRIGGER agreement_line_is_searched AFTER INSERT ON agreement_line
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'agreement', key FROM agreement WHERE id = new.agreement_id; END;
CREATE TRIGGER agreement_line_is_searched_anew AFTER UPDATE ON agreement_line
WHEN new.description IS NOT old.description
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'agreement', key FROM agreement WHERE id = new.agreement_id; END;
CREATE TRIGGER agreement_line_is_found_no_more AFTER DELETE ON agreement_line
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'agreement', key FROM agreement WHERE id = old.agreement_id; END;
CREATE TRIGGER agreement_object_is_searched AFTER INSERT ON agreement_object_relation
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'agreement', key FROM agreement WHERE id = new.agreement_id; END;
CREATE TRIGGER agreement_object_is_searched_anew AFTER UPDATE ON agreement_object_relation
WHEN new.note IS NOT old.note OR new.reference_code IS NOT old.reference_code
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'agreement', key FROM agreement WHERE id = new.agreement_id; END;
CREATE TRIGGER agreement_object_is_found_no_more AFTER DELETE ON agreement_object_relation
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'agreement', key FROM agreement WHERE id = old.agreement_id; END;
CREATE TRIGGER customer_names_its_agreements AFTER UPDATE ON customer
WHEN new.number IS NOT old.number OR new.name IS NOT old.name
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'agreement', key FROM agreement WHERE customer_id = new.id; END;
CREATE TRIGGER site_names_its_agreements AFTER UPDATE ON site
WHEN new.name IS NOT old.name OR new.city IS NOT old.city
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'agreement', key FROM agreement WHERE site_id = new.id; END;

-- Notes and names of attachments stand in the words of their agreements.
CREATE TRIGGER agreement_note_is_searched AFTER INSERT ON note WHEN new.entity = 'agreement'
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'agreement', key FROM agreement WHERE id = new.record_id; END;
CREATE TRIGGER agreement_note_is_searched_anew AFTER UPDATE ON note
WHEN new.entity = 'agreement' AND (new.text IS NOT old.text OR new.record_id IS NOT old.record_id)
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'agreement', key FROM agreement WHERE id IN (new.record_id, old.record_id); END;
CREATE TRIGGER agreement_note_is_found_no_more AFTER DELETE ON note WHEN old.entity = 'agreement'
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'agreement', key FROM agreement WHERE id = old.record_id; END;
CREATE TRIGGER agreement_attachment_is_searched AFTER INSERT ON attachment WHEN new.entity = 'agreement'
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'agreement', key FROM agreement WHERE id = new.record_id; END;
CREATE TRIGGER agreement_attachment_is_searched_anew AFTER UPDATE ON attachment
WHEN new.entity = 'agreement' AND (new.file_name IS NOT old.file_name OR new.record_id IS NOT old.record_id)
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'agreement', key FROM agreement WHERE id IN (new.record_id, old.record_id); END;
CREATE TRIGGER agreement_attachment_is_found_no_more AFTER DELETE ON attachment WHEN old.entity = 'agreement'
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'agreement', key FROM agreement WHERE id = old.record_id; END;
