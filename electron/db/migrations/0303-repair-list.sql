-- What the list of repairs is sorted by, with ties in the order of creation.
CREATE INDEX repair_line_verdict_order ON repair_line (warranty_verdict);
CREATE INDEX repair_line_serial_order ON repair_line (serial_number);
CREATE INDEX repair_line_created_order ON repair_line (created_at);
CREATE INDEX repair_line_technician_order ON repair_line (technician_id);
