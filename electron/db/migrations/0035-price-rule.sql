-- Price rules (02 §3.3): by scope (an agreement, a billing account or none), worker, category and item.
CREATE TABLE price_rule (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('cost', 'sales')),
  type TEXT NOT NULL CHECK (type IN ('hour', 'expense', 'item', 'fee')),
  -- The table of agreements comes with them.
  agreement_id BLOB,
  billing_account_id BLOB REFERENCES billing_account (id),
  worker_id BLOB REFERENCES worker (id),
  category_id BLOB REFERENCES category (id),
  item_id BLOB REFERENCES item (id),
  currency TEXT,
  valid_from TEXT NOT NULL,
  valid_to TEXT,
  model TEXT NOT NULL CHECK (model IN ('fixed', 'contribution', 'chargePercent', 'chargeAmount')),
  value INTEGER NOT NULL
) STRICT;
CREATE INDEX price_rule_by_criteria ON price_rule
  (billing_account_id, agreement_id, kind, type, item_id, worker_id, category_id, valid_from);
CREATE INDEX price_rule_by_worker ON price_rule (worker_id);
CREATE INDEX price_rule_by_category ON price_rule (category_id);
CREATE INDEX price_rule_by_item ON price_rule (item_id);
