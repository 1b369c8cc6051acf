-- Notes and names of attachments stand in the words of their repair lines (01 §2.8, R01-12).
CREATE TRIGGER repair_note_is_searched AFTER INSERT ON note WHEN new.entity = 'repairLine'
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'repairLine', key FROM repair_line WHERE id = new.record_id; END;
CREATE TRIGGER repair_note_is_searched_anew AFTER UPDATE ON note
WHEN new.entity = 'repairLine' AND (new.text IS NOT old.text OR new.record_id IS NOT old.record_id)
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'repairLine', key FROM repair_line WHERE id IN (new.record_id, old.record_id); END;
CREATE TRIGGER repair_note_is_found_no_more AFTER DELETE ON note WHEN old.entity = 'repairLine'
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'repairLine', key FROM repair_line WHERE id = old.record_id; END;
CREATE TRIGGER repair_attachment_is_searched AFTER INSERT ON attachment WHEN new.entity = 'repairLine'
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'repairLine', key FROM repair_line WHERE id = new.record_id; END;
CREATE TRIGGER repair_attachment_is_searched_anew AFTER UPDATE ON attachment
WHEN new.entity = 'repairLine' AND (new.file_name IS NOT old.file_name OR new.record_id IS NOT old.record_id)
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'repairLine', key FROM repair_line WHERE id IN (new.record_id, old.record_id); END;
CREATE TRIGGER repair_attachment_is_found_no_more AFTER DELETE ON attachment WHEN old.entity = 'repairLine'
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'repairLine', key FROM repair_line WHERE id = old.record_id; END;

-- A repair that goes along with its order to another one is found by that one's number (R04-74).
CREATE TRIGGER repair_line_moved_is_searched AFTER UPDATE OF order_id ON repair_line WHEN new.order_id IS NOT old.order_id
BEGIN INSERT OR IGNORE INTO local_search_note VALUES ('repairLine', new.key); END;
