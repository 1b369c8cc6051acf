-- Sign-offs (04 §3.5): what the customer signed, frozen with its report.
CREATE TABLE sign_off (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  order_id BLOB NOT NULL REFERENCES service_order (id),
  signer TEXT NOT NULL,
  role TEXT,
  absent_reason TEXT,
  strokes TEXT,
  at INTEGER NOT NULL,
  technician_id BLOB REFERENCES worker (id),
  signed_by_id BLOB NOT NULL REFERENCES user (id),
  line_ids TEXT NOT NULL,
  lines TEXT NOT NULL,
  lines_sha256 TEXT NOT NULL,
  report TEXT NOT NULL,
  language TEXT NOT NULL,
  report_sha256 TEXT NOT NULL,
  report_size INTEGER NOT NULL,
  revoked_at INTEGER,
  revoked_by_id BLOB REFERENCES user (id),
  revoke_reason TEXT,
  CHECK ((strokes IS NULL) <> (absent_reason IS NULL))
) STRICT;
CREATE INDEX sign_off_by_order ON sign_off (order_id);
CREATE INDEX sign_off_by_technician ON sign_off (technician_id) WHERE technician_id IS NOT NULL;
CREATE INDEX sign_off_by_signed_by ON sign_off (signed_by_id);
CREATE INDEX sign_off_by_revoked_by ON sign_off (revoked_by_id) WHERE revoked_by_id IS NOT NULL;

-- A sign-off is only ever revoked, once; the report and all that was signed stay.
CREATE TRIGGER sign_off_is_frozen BEFORE UPDATE ON sign_off
WHEN (old.order_id, old.signer, old.at, old.signed_by_id, old.line_ids, old.lines, old.lines_sha256, old.report,
    old.language, old.report_sha256, old.report_size) <> (new.order_id, new.signer, new.at, new.signed_by_id,
    new.line_ids, new.lines, new.lines_sha256, new.report, new.language, new.report_sha256, new.report_size)
  OR old.role IS NOT new.role OR old.absent_reason IS NOT new.absent_reason OR old.strokes IS NOT new.strokes
  OR old.technician_id IS NOT new.technician_id OR old.revoked_at IS NOT NULL
BEGIN SELECT raise(ABORT, 'a sign-off is never changed'); END;
CREATE TRIGGER sign_off_is_not_deleted BEFORE DELETE ON sign_off
BEGIN SELECT raise(ABORT, 'a sign-off is never deleted'); END;

-- The frozen reports, each content once by its hash.
CREATE TABLE sign_off_report (
  sha256 TEXT PRIMARY KEY,
  content BLOB NOT NULL
) STRICT;
CREATE TRIGGER sign_off_report_is_not_updated BEFORE UPDATE ON sign_off_report
BEGIN SELECT raise(ABORT, 'a frozen report is never changed'); END;
CREATE TRIGGER sign_off_report_is_not_deleted BEFORE DELETE ON sign_off_report
BEGIN SELECT raise(ABORT, 'a frozen report is never deleted'); END;

ALTER TABLE service_order_line ADD COLUMN sign_off_id BLOB REFERENCES sign_off (id);
CREATE INDEX service_order_line_by_sign_off ON service_order_line (sign_off_id) WHERE sign_off_id IS NOT NULL;

-- An order whose lines must be signed is ready for posting once they are (R04-40). Derived, never logged; the rule is
-- the one of orders/progress.rules.ts.
UPDATE service_order SET is_ready_for_posting = 0 WHERE is_ready_for_posting = 1 AND sign_off_required = 1;
DROP TRIGGER stage_allow_post_moves_readiness;
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
        OR (l.sign_off_id IS NULL AND service_order.sign_off_required = 1)
        OR (l.worker_id IS NULL AND l.type IN ('hour', 'expense'))
        OR (l.sales_price IS NULL AND p.is_chargeable = 1)))
  WHERE stage_id = new.id AND progress = 'inProcess' AND intake = 'none';
END;
