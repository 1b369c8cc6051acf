-- Rules on records that tell people what they must act on (12 §2, R12-21); a rule goes with its owner.
CREATE TABLE alert_rule (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  name TEXT NOT NULL,
  name_sort TEXT NOT NULL,
  owner_id BLOB NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  entity TEXT NOT NULL,
  event TEXT NOT NULL CHECK (event IN ('created', 'changed', 'dueIn', 'threshold')),
  field TEXT,
  days INTEGER,
  side TEXT,
  comparison TEXT,
  value INTEGER,
  filter TEXT NOT NULL,
  is_to_self INTEGER NOT NULL,
  user_ids TEXT NOT NULL,
  roles TEXT NOT NULL,
  channel TEXT NOT NULL CHECK (channel IN ('inApp', 'mailDraft')),
  is_active INTEGER NOT NULL
) STRICT;
CREATE INDEX alert_rule_by_name ON alert_rule (name_sort, key);
CREATE INDEX alert_rule_by_owner ON alert_rule (owner_id, name_sort);

-- Which acts on orders the page of order events shows: of everybody, a role or a user, in a period (R12-23).
CREATE TABLE order_event_setting (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  scope TEXT NOT NULL CHECK (scope IN ('all', 'group', 'user')),
  role TEXT,
  user_id BLOB REFERENCES user (id) ON DELETE CASCADE,
  valid_from TEXT NOT NULL,
  valid_to TEXT,
  actions TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX order_event_setting_of_scope ON order_event_setting (scope, coalesce(role, ''), coalesce(user_id, x''));
CREATE INDEX order_event_setting_of_user ON order_event_setting (user_id) WHERE user_id IS NOT NULL;

-- What the rules have raised: it follows from the records, so it is local, neither logged nor sent. A dismissed alert
-- stays, so that it is not raised again (R12-22).
CREATE TABLE local_alert (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  rule_id BLOB NOT NULL,
  user_id BLOB NOT NULL,
  entity TEXT NOT NULL,
  record_id BLOB NOT NULL,
  event TEXT NOT NULL,
  field TEXT,
  value TEXT,
  mark TEXT NOT NULL,
  at INTEGER NOT NULL,
  dismissed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX local_alert_once ON local_alert (rule_id, record_id, user_id, mark);
CREATE INDEX local_alert_open ON local_alert (user_id, at, key) WHERE dismissed_at IS NULL;
CREATE INDEX local_alert_open_of_rule ON local_alert (rule_id, user_id) WHERE dismissed_at IS NULL;
CREATE INDEX local_alert_by_record ON local_alert (record_id);
-- How far each rule has looked: in the log, and at the clock.
CREATE TABLE local_alert_state (
  rule_id BLOB PRIMARY KEY,
  rule_version INTEGER NOT NULL,
  checked_seq INTEGER NOT NULL,
  checked_at INTEGER NOT NULL
) STRICT;

-- The dates that rules ask for by range.
CREATE INDEX service_order_by_preferred_until ON service_order (preferred_until) WHERE preferred_until IS NOT NULL;
CREATE INDEX stage_history_by_at ON stage_history (at);
CREATE INDEX service_object_by_warranty_until ON service_object (warranty_until) WHERE warranty_until IS NOT NULL;
CREATE INDEX item_by_sell_end ON item (sell_end) WHERE sell_end IS NOT NULL;
CREATE INDEX item_sales_price_by_valid_to ON item_sales_price (valid_to) WHERE valid_to IS NOT NULL;
CREATE INDEX item_cost_by_valid_to ON item_cost (valid_to) WHERE valid_to IS NOT NULL;
CREATE INDEX worker_by_end_date ON worker (end_date) WHERE end_date IS NOT NULL;
