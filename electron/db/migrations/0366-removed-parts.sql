-- Removed parts are listed by when they were taken out, by what became of them and by their serials (R09-17).
CREATE INDEX removed_part_removed_order ON removed_part (removed_at);
CREATE INDEX removed_part_disposition_order ON removed_part (disposition);
CREATE INDEX removed_part_serial_order ON removed_part (serial_number);
CREATE INDEX removed_part_by_order ON removed_part (order_id) WHERE order_id IS NOT NULL;

-- Where an item was on a day (R09-14): its lists in their order, counted without the rows.
CREATE INDEX service_bom_line_of_item ON service_bom_line (item_id, bom_id, installed_at, removed_at, is_kept)
  WHERE is_kept = 0;
