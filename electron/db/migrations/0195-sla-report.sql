-- What the report of compliance and the lists of clocks read (R06-46); all of it is derived: neither logged nor part of
-- a version.

-- Orders that were imported are in no figure.
ALTER TABLE order_sla ADD COLUMN is_import INTEGER NOT NULL DEFAULT 0;
-- Seconds between a Stop and the next Start.
ALTER TABLE order_sla ADD COLUMN paused INTEGER NOT NULL DEFAULT 0;

CREATE TRIGGER order_sla_begins AFTER INSERT ON order_sla
BEGIN
  UPDATE order_sla SET
    is_import = (SELECT origin = 'import' FROM service_order WHERE id = new.order_id),
    paused = (
      SELECT coalesce(sum(at - before), 0) / 1000 FROM (
        SELECT kind, at, lag(at) OVER (ORDER BY at, id) AS before FROM (
          SELECT kind, at, id, lag(kind, 1, 'stop') OVER (ORDER BY at, id) AS last
          FROM sla_entry WHERE order_id = new.order_id)
        WHERE kind <> last)
      WHERE kind = 'start' AND before IS NOT NULL)
  WHERE key = new.key;
END;
-- Of entries of one kind that follow each other the earliest counts (R06-18).
CREATE TRIGGER order_sla_pauses_inserted AFTER INSERT ON sla_entry
BEGIN
  UPDATE order_sla SET paused = (
    SELECT coalesce(sum(at - before), 0) / 1000 FROM (
      SELECT kind, at, lag(at) OVER (ORDER BY at, id) AS before FROM (
        SELECT kind, at, id, lag(kind, 1, 'stop') OVER (ORDER BY at, id) AS last
        FROM sla_entry WHERE order_id = new.order_id)
      WHERE kind <> last)
    WHERE kind = 'start' AND before IS NOT NULL)
  WHERE order_id = new.order_id;
END;
CREATE TRIGGER order_sla_pauses_corrected AFTER UPDATE OF at, kind ON sla_entry
WHEN new.at <> old.at OR new.kind <> old.kind
BEGIN
  UPDATE order_sla SET paused = (
    SELECT coalesce(sum(at - before), 0) / 1000 FROM (
      SELECT kind, at, lag(at) OVER (ORDER BY at, id) AS before FROM (
        SELECT kind, at, id, lag(kind, 1, 'stop') OVER (ORDER BY at, id) AS last
        FROM sla_entry WHERE order_id = new.order_id)
      WHERE kind <> last)
    WHERE kind = 'start' AND before IS NOT NULL)
  WHERE order_id = new.order_id;
END;
CREATE TRIGGER order_sla_pauses_deleted AFTER DELETE ON sla_entry
BEGIN
  UPDATE order_sla SET paused = (
    SELECT coalesce(sum(at - before), 0) / 1000 FROM (
      SELECT kind, at, lag(at) OVER (ORDER BY at, id) AS before FROM (
        SELECT kind, at, id, lag(kind, 1, 'stop') OVER (ORDER BY at, id) AS last
        FROM sla_entry WHERE order_id = old.order_id)
      WHERE kind <> last)
    WHERE kind = 'start' AND before IS NOT NULL)
  WHERE order_id = old.order_id;
END;

-- Every figure of the report by whatever it groups, without the wide rows; clocks that still run change none of it.
DROP INDEX order_sla_measured;
CREATE INDEX order_sla_report ON order_sla (measured_on, outcome, compliance, paused, office_id, sla_id, sla_group_id,
  customer_id, agreement_id, responsible_id)
  WHERE outcome <> 'open' AND measured_on IS NOT NULL AND is_import = 0;
CREATE INDEX order_sla_by_compliance ON order_sla (compliance, key)
  WHERE outcome <> 'open' AND measured_on IS NOT NULL AND is_import = 0;
