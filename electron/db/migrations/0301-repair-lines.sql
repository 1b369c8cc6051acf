-- Numbers of repair lines within their order are never used again (08 §2.2): the last one of those that were deleted.
CREATE TABLE repair_line_no (
  order_id BLOB PRIMARY KEY REFERENCES service_order (id) ON DELETE CASCADE,
  last_no INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER repair_line_gone AFTER DELETE ON repair_line BEGIN
  INSERT INTO repair_line_no (order_id, last_no) VALUES (old.order_id, old.line_no)
  ON CONFLICT (order_id) DO UPDATE SET last_no = max(last_no, excluded.last_no);
END;

-- What the list of repairs is filtered by, with the order that it is read in.
CREATE INDEX repair_line_by_verdict ON repair_line (warranty_verdict, reported_at);
CREATE INDEX repair_line_by_finished ON repair_line ((finished_at IS NOT NULL), reported_at);
CREATE INDEX repair_line_by_repeat ON repair_line ((previous_line_id IS NOT NULL), reported_at);
