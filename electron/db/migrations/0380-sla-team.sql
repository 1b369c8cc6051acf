-- The report of compliance by team (R06-46): the team of the order's last planned activity that is not canceled. Derived:
-- neither logged nor part of a version.
ALTER TABLE order_sla ADD COLUMN team_id BLOB;
UPDATE order_sla SET team_id = (
  SELECT a.team_id FROM activity a
  WHERE a.order_id = order_sla.order_id AND a.team_id IS NOT NULL AND a.closed_outcome IS NOT 'canceled'
  ORDER BY a.start_at DESC NULLS LAST, a.key DESC LIMIT 1)
WHERE EXISTS (SELECT 1 FROM activity a WHERE a.order_id = order_sla.order_id AND a.team_id IS NOT NULL);

CREATE TRIGGER order_sla_team_begins AFTER INSERT ON order_sla
WHEN EXISTS (SELECT 1 FROM activity a WHERE a.order_id = new.order_id AND a.team_id IS NOT NULL)
BEGIN
  UPDATE order_sla SET team_id = (
    SELECT a.team_id FROM activity a
    WHERE a.order_id = new.order_id AND a.team_id IS NOT NULL AND a.closed_outcome IS NOT 'canceled'
    ORDER BY a.start_at DESC NULLS LAST, a.key DESC LIMIT 1)
  WHERE key = new.key;
END;
CREATE TRIGGER order_sla_team_planned AFTER INSERT ON activity WHEN new.team_id IS NOT NULL
BEGIN
  UPDATE order_sla SET team_id = (
    SELECT a.team_id FROM activity a
    WHERE a.order_id = new.order_id AND a.team_id IS NOT NULL AND a.closed_outcome IS NOT 'canceled'
    ORDER BY a.start_at DESC NULLS LAST, a.key DESC LIMIT 1)
  WHERE order_id = new.order_id;
END;
CREATE TRIGGER order_sla_team_follows AFTER UPDATE OF team_id, order_id, start_at, closed_outcome ON activity
WHEN new.team_id IS NOT NULL OR old.team_id IS NOT NULL
BEGIN
  UPDATE order_sla SET team_id = (
    SELECT a.team_id FROM activity a
    WHERE a.order_id = order_sla.order_id AND a.team_id IS NOT NULL AND a.closed_outcome IS NOT 'canceled'
    ORDER BY a.start_at DESC NULLS LAST, a.key DESC LIMIT 1)
  WHERE order_id IN (old.order_id, new.order_id);
END;
CREATE TRIGGER order_sla_team_ends AFTER DELETE ON activity WHEN old.team_id IS NOT NULL
BEGIN
  UPDATE order_sla SET team_id = (
    SELECT a.team_id FROM activity a
    WHERE a.order_id = old.order_id AND a.team_id IS NOT NULL AND a.closed_outcome IS NOT 'canceled'
    ORDER BY a.start_at DESC NULLS LAST, a.key DESC LIMIT 1)
  WHERE order_id = old.order_id;
END;

DROP INDEX order_sla_report;
CREATE INDEX order_sla_report ON order_sla (measured_on, outcome, compliance, paused, office_id, sla_id, sla_group_id,
  customer_id, agreement_id, responsible_id, team_id)
  WHERE outcome <> 'open' AND measured_on IS NOT NULL AND is_import = 0;
