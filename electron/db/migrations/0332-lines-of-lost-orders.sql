-- An undone import takes an order away before its repair lines: their numbers are then nobody's.
DROP TRIGGER repair_line_gone;
CREATE TRIGGER repair_line_gone AFTER DELETE ON repair_line
WHEN EXISTS (SELECT 1 FROM service_order WHERE id = old.order_id)
BEGIN
  INSERT INTO repair_line_no (order_id, last_no) VALUES (old.order_id, old.line_no)
  ON CONFLICT (order_id) DO UPDATE SET last_no = max(last_no, excluded.last_no);
END;
