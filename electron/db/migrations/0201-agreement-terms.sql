-- What a termination canceled, so that withdrawing it restores exactly these (R02-27): a JSON list of order ids.
ALTER TABLE agreement ADD COLUMN canceled_order_ids TEXT;
-- Those that renew themselves, by their end (R02-25).
CREATE INDEX agreement_renewing ON agreement (end_date, key) WHERE renewal = 'auto';
