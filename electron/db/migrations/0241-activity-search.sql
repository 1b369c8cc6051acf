-- Orders are found by the numbers of their activities (R01-12): those stand in the words of their orders.
CREATE TRIGGER activity_is_searched AFTER INSERT ON activity
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'order', key FROM service_order WHERE id = new.order_id; END;
CREATE TRIGGER activity_is_searched_anew AFTER UPDATE OF order_id, number ON activity
WHEN new.order_id IS NOT old.order_id OR new.number IS NOT old.number
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'order', key FROM service_order WHERE id IN (new.order_id, old.order_id); END;
CREATE TRIGGER activity_is_found_no_more AFTER DELETE ON activity
BEGIN INSERT OR IGNORE INTO local_search_note SELECT 'order', key FROM service_order WHERE id = old.order_id; END;
-- Orders of earlier stores are indexed anew between the calls.
UPDATE local_search_fill
SET below = max(below, (SELECT coalesce(max(o.key) + 1, 0) FROM activity a JOIN service_order o ON o.id = a.order_id))
WHERE type = 'order';
