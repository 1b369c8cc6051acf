-- The days of a repair are those of its object's site, as in all of area 08 (§2); without one those of the order's place.
INSERT OR IGNORE INTO local_repair_note SELECT l.key
FROM service_object s JOIN site p ON p.id = s.site_id
  JOIN order_object_relation r ON r.object_id = s.id
  JOIN repair_line l ON l.object_relation_id = r.id
  JOIN service_order o ON o.id = l.order_id
WHERE p.zone <> o.site_zone;

CREATE TRIGGER service_object_dates_repairs AFTER UPDATE ON service_object WHEN new.site_id IS NOT old.site_id
BEGIN
  INSERT OR IGNORE INTO local_repair_note SELECT l.key FROM order_object_relation r
    JOIN repair_line l ON l.object_relation_id = r.id WHERE r.object_id = new.id;
END;
CREATE TRIGGER site_dates_repairs AFTER UPDATE ON site WHEN new.zone IS NOT old.zone
BEGIN
  INSERT OR IGNORE INTO local_repair_note SELECT l.key FROM service_object s
    JOIN order_object_relation r ON r.object_id = s.id
    JOIN repair_line l ON l.object_relation_id = r.id WHERE s.site_id = new.id;
END;
