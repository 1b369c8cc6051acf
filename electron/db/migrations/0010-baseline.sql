-- The change log: one row per business act, one per changed record of it, and the values behind personal digests.
CREATE TABLE change_log (
  seq INTEGER PRIMARY KEY,
  entry_id BLOB NOT NULL UNIQUE,
  office_id BLOB NOT NULL,
  device_id BLOB NOT NULL,
  actor_id BLOB NOT NULL,
  command TEXT NOT NULL,
  at INTEGER NOT NULL,
  reason TEXT,
  hash TEXT NOT NULL
) STRICT;

CREATE TABLE change (
  seq INTEGER NOT NULL,
  entity TEXT NOT NULL,
  id BLOB NOT NULL,
  op INTEGER NOT NULL CHECK (op IN (0, 1, 2)),
  version INTEGER NOT NULL,
  fields TEXT NOT NULL,
  PRIMARY KEY (seq, entity, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX change_by_record ON change (id, seq);

CREATE TABLE personal_value (
  seq INTEGER NOT NULL,
  entity TEXT NOT NULL,
  id BLOB NOT NULL,
  field TEXT NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('before', 'after')),
  salt TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (seq, entity, id, field, side)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER change_log_is_not_updated BEFORE UPDATE ON change_log
BEGIN SELECT raise(ABORT, 'the change log is never updated'); END;
CREATE TRIGGER change_log_is_not_deleted BEFORE DELETE ON change_log
BEGIN SELECT raise(ABORT, 'the change log is never deleted'); END;
CREATE TRIGGER change_is_not_updated BEFORE UPDATE ON change
BEGIN SELECT raise(ABORT, 'the change log is never updated'); END;
CREATE TRIGGER change_is_not_deleted BEFORE DELETE ON change
BEGIN SELECT raise(ABORT, 'the change log is never deleted'); END;

-- Company, offices, devices, people.
CREATE TABLE company (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  name TEXT NOT NULL,
  registration_number TEXT,
  currency TEXT NOT NULL,
  language TEXT NOT NULL,
  calendar_id BLOB REFERENCES calendar (id) DEFERRABLE INITIALLY DEFERRED,
  zone TEXT NOT NULL,
  country TEXT,
  is_demo INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE office (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_sort TEXT NOT NULL,
  zone TEXT NOT NULL,
  calendar_id BLOB REFERENCES calendar (id) DEFERRABLE INITIALLY DEFERRED,
  language TEXT,
  currency TEXT,
  is_active INTEGER NOT NULL,
  numbering_device_id BLOB REFERENCES device (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX office_by_calendar ON office (calendar_id);

CREATE TABLE device (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  name TEXT NOT NULL,
  name_sort TEXT NOT NULL,
  office_id BLOB NOT NULL REFERENCES office (id) DEFERRABLE INITIALLY DEFERRED,
  kind TEXT NOT NULL CHECK (kind IN ('desk', 'board', 'technician')),
  registered_by_id BLOB,
  registered_at INTEGER NOT NULL,
  last_seen_at INTEGER,
  is_revoked INTEGER NOT NULL
) STRICT;
CREATE INDEX device_by_office ON device (office_id);

CREATE TABLE worker (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  number TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  display_name_sort TEXT NOT NULL,
  job_title TEXT,
  office_id BLOB REFERENCES office (id),
  latitude INTEGER,
  longitude INTEGER,
  calendar_id BLOB REFERENCES calendar (id),
  hire_date TEXT,
  end_date TEXT,
  skills TEXT NOT NULL,
  default_category_id BLOB REFERENCES category (id),
  allowed_category_ids TEXT NOT NULL,
  is_active INTEGER NOT NULL
) STRICT;
CREATE INDEX worker_by_display_name ON worker (display_name_sort, key);
CREATE INDEX worker_by_office ON worker (office_id);
CREATE INDEX worker_by_calendar ON worker (calendar_id);
CREATE INDEX worker_by_default_category ON worker (default_category_id);

CREATE TABLE user (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  login TEXT NOT NULL UNIQUE COLLATE NOCASE,
  display_name TEXT NOT NULL,
  display_name_sort TEXT NOT NULL,
  worker_id BLOB REFERENCES worker (id),
  language TEXT NOT NULL,
  roles TEXT NOT NULL,
  office_ids TEXT NOT NULL,
  password_hash TEXT,
  pin_hash TEXT,
  is_active INTEGER NOT NULL,
  must_change_password INTEGER NOT NULL
) STRICT;
CREATE INDEX user_by_worker ON user (worker_id);

-- Local to the machine: never logged, never sent.
CREATE TABLE local_session (
  token_hash TEXT PRIMARY KEY,
  user_id BLOB NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  office_id BLOB NOT NULL,
  device_id BLOB NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('process', 'user', 'board')),
  created_at INTEGER NOT NULL,
  last_used_at INTEGER NOT NULL,
  is_locked INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX local_session_by_user ON local_session (user_id);

CREATE TABLE local_sign_in (
  user_id BLOB PRIMARY KEY REFERENCES user (id) ON DELETE CASCADE,
  failed_attempts INTEGER NOT NULL,
  locked_until INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE local_machine (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE local_job (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'canceled')),
  done INTEGER NOT NULL,
  total INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  user_id BLOB NOT NULL,
  -- The process tree that runs it: what an ended one left open has failed.
  process_mark TEXT NOT NULL,
  is_committing INTEGER NOT NULL,
  is_cancel_asked INTEGER NOT NULL,
  result TEXT,
  error TEXT
) STRICT;
CREATE INDEX local_job_by_user ON local_job (user_id, key);

-- Number series (01 §2.7): one row per value that was drawn, reserved or voided.
CREATE TABLE series (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  type TEXT NOT NULL,
  office_id BLOB NOT NULL REFERENCES office (id),
  prefix TEXT NOT NULL,
  digits INTEGER NOT NULL,
  next_value INTEGER NOT NULL,
  last_value INTEGER,
  mode TEXT NOT NULL CHECK (mode IN ('strict', 'block')),
  block_size INTEGER NOT NULL,
  has_yearly_reset INTEGER NOT NULL,
  current_year INTEGER,
  valid_from TEXT,
  replaced_by_id BLOB REFERENCES series (id) DEFERRABLE INITIALLY DEFERRED,
  is_active INTEGER NOT NULL
) STRICT;
CREATE INDEX series_by_office ON series (office_id, type);
CREATE INDEX series_by_replaced_by ON series (replaced_by_id);

-- A block of values that one device draws from in order.
CREATE TABLE number_block (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  series_id BLOB NOT NULL REFERENCES series (id) ON DELETE CASCADE,
  device_id BLOB NOT NULL REFERENCES device (id),
  first_value INTEGER NOT NULL,
  last_value INTEGER NOT NULL,
  next_value INTEGER NOT NULL,
  year INTEGER,
  is_retired INTEGER NOT NULL
) STRICT;
CREATE INDEX number_block_by_series ON number_block (series_id, device_id, is_retired);
CREATE INDEX number_block_by_device ON number_block (device_id);

-- The number record: what each value became; a value of a block without a row is reserved.
CREATE TABLE number_use (
  series_id BLOB NOT NULL REFERENCES series (id) ON DELETE CASCADE,
  year INTEGER NOT NULL,
  value INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('used', 'void')),
  entity TEXT,
  record_id BLOB,
  reason TEXT,
  actor_id BLOB,
  at INTEGER,
  PRIMARY KEY (series_id, year, value)
) STRICT, WITHOUT ROWID;

-- Settings with scope company, office, user (R01-24).
CREATE TABLE setting (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  name TEXT NOT NULL,
  scope TEXT NOT NULL CHECK (scope IN ('company', 'office', 'user')),
  scope_id BLOB NOT NULL,
  value TEXT NOT NULL,
  UNIQUE (name, scope, scope_id)
) STRICT;

-- Customers, sites, contacts.
CREATE TABLE customer_group (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_sort TEXT NOT NULL
) STRICT;

CREATE TABLE customer (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  number TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_sort TEXT NOT NULL,
  group_id BLOB REFERENCES customer_group (id),
  business_type TEXT,
  language TEXT,
  currency TEXT NOT NULL,
  bill_to_id BLOB REFERENCES customer (id),
  payment_terms TEXT,
  tax_number TEXT,
  status TEXT NOT NULL CHECK (status IN ('active', 'blocked', 'inactive')),
  annual_sales_minor INTEGER,
  annual_sales_currency TEXT,
  employee_count INTEGER,
  merged_into_id BLOB REFERENCES customer (id)
) STRICT;
CREATE INDEX customer_by_name ON customer (name_sort, key);
CREATE INDEX customer_by_group ON customer (group_id);
CREATE INDEX customer_by_bill_to ON customer (bill_to_id);
CREATE INDEX customer_by_merged_into ON customer (merged_into_id);
CREATE INDEX customer_by_status ON customer (status);

CREATE TABLE site (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  customer_id BLOB NOT NULL REFERENCES customer (id),
  name TEXT NOT NULL,
  name_sort TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('main', 'shipping', 'service')),
  address_line1 TEXT,
  address_line2 TEXT,
  postal_code TEXT,
  city TEXT,
  city_sort TEXT,
  region TEXT,
  country TEXT NOT NULL,
  latitude INTEGER,
  longitude INTEGER,
  zone TEXT NOT NULL,
  access_notes TEXT,
  is_active INTEGER NOT NULL
) STRICT;
CREATE INDEX site_by_customer ON site (customer_id, kind);
CREATE INDEX site_by_name ON site (name_sort, key);
CREATE INDEX site_by_city ON site (city_sort, key);
CREATE UNIQUE INDEX site_main_by_customer ON site (customer_id) WHERE kind = 'main';

CREATE TABLE contact (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  customer_id BLOB NOT NULL REFERENCES customer (id),
  site_id BLOB REFERENCES site (id),
  name TEXT NOT NULL,
  name_sort TEXT NOT NULL,
  role TEXT,
  phone TEXT,
  email TEXT,
  language TEXT,
  is_active INTEGER NOT NULL
) STRICT;
CREATE INDEX contact_by_customer ON contact (customer_id);
CREATE INDEX contact_by_site ON contact (site_id);
CREATE INDEX contact_by_name ON contact (name_sort, key);
