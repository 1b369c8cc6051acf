-- Whether an order is ready for posting depends on its stage's right to post: it follows a change of that right.
-- Derived, never logged; the rule is the one of orders/progress.rules.ts.
CREATE TRIGGER stage_allow_post_moves_readiness AFTER UPDATE OF allow_post ON stage
WHEN new.allow_post <> old.allow_post
BEGIN
  UPDATE service_order SET is_ready_for_posting = new.allow_post
    AND EXISTS (SELECT 1 FROM service_order_line l WHERE l.order_id = service_order.id AND l.status = 'created')
    AND NOT EXISTS (
      SELECT 1 FROM service_order_line l
      JOIN line_property p ON p.id = l.line_property_id
      WHERE l.order_id = service_order.id AND l.status = 'created' AND (
        l.actual_qty IS NULL
        OR (l.worker_id IS NULL AND l.type IN ('hour', 'expense'))
        OR (l.sales_price IS NULL AND p.is_chargeable = 1)))
  WHERE stage_id = new.id AND progress = 'inProcess' AND intake = 'none';
END;
