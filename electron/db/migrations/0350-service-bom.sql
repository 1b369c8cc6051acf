-- Lists of objects (area 09): what a list of lists shows without counting, lists that are kept to be read only, and the
-- entries that belong to one act.
ALTER TABLE service_bom ADD COLUMN line_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE service_bom ADD COLUMN change_count INTEGER NOT NULL DEFAULT 0;
-- Whatever is deleted asks whether a list hangs on it.
CREATE INDEX service_bom_of_relation ON service_bom (relation_id);
CREATE INDEX service_bom_by_attached ON service_bom (attached_at, key);
CREATE INDEX service_bom_by_changes ON service_bom (change_count, key);

-- Of a list that was copied from and is kept to be read: it is no place where a part is (R09-09).
ALTER TABLE service_bom_line ADD COLUMN is_kept INTEGER NOT NULL DEFAULT 0;
DROP INDEX service_bom_line_serial;
CREATE UNIQUE INDEX service_bom_line_serial ON service_bom_line (item_id, serial_number)
  WHERE serial_number IS NOT NULL AND removed_at IS NULL AND is_kept = 0;
-- Where an item is now (R09-14): the recall list, counted without the rows.
CREATE INDEX service_bom_line_live ON service_bom_line (item_id, bom_id, quantity)
  WHERE removed_at IS NULL AND is_kept = 0;

-- The entry with which an entry came: an assembly takes its parts along (R09-07).
ALTER TABLE bom_history ADD COLUMN act_id BLOB;
CREATE INDEX bom_history_by_act ON bom_history (act_id) WHERE act_id IS NOT NULL;
CREATE INDEX bom_history_by_undone ON bom_history (undoes_id) WHERE undoes_id IS NOT NULL;
-- What happened after the first list was attached: few of many.
CREATE INDEX bom_history_changes ON bom_history (bom_id, number) WHERE action <> 'copied';
