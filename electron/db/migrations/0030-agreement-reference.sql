-- Reference entities of area 02 §2.3 that orders need before agreements exist.
CREATE TABLE line_property (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_sort TEXT NOT NULL,
  is_chargeable INTEGER NOT NULL,
  cost_percent INTEGER NOT NULL,
  sales_percent INTEGER NOT NULL,
  is_active INTEGER NOT NULL
) STRICT;

CREATE TABLE category (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_sort TEXT NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('hour', 'expense', 'fee', 'item')),
  line_property_id BLOB REFERENCES line_property (id),
  is_default INTEGER NOT NULL,
  is_active INTEGER NOT NULL
) STRICT;
CREATE INDEX category_by_line_property ON category (line_property_id);
CREATE INDEX category_by_type ON category (type, is_default);

CREATE TABLE billing_account (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  number TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_sort TEXT NOT NULL,
  customer_id BLOB NOT NULL REFERENCES customer (id),
  type TEXT NOT NULL CHECK (type IN ('timeAndMaterial', 'fixedPrice', 'subscription', 'internal', 'time')),
  currency TEXT NOT NULL,
  line_property_id BLOB REFERENCES line_property (id),
  line_property_search TEXT NOT NULL CHECK (line_property_search IN ('account', 'category')),
  expense_account TEXT,
  payment_terms TEXT,
  status TEXT NOT NULL CHECK (status IN ('open', 'blocked', 'closed')),
  allowed_worker_ids TEXT NOT NULL,
  allowed_category_ids TEXT NOT NULL
) STRICT;
CREATE INDEX billing_account_by_customer ON billing_account (customer_id);
CREATE INDEX billing_account_by_name ON billing_account (name_sort, key);
CREATE INDEX billing_account_by_line_property ON billing_account (line_property_id);
