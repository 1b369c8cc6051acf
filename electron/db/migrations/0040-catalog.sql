-- Units, items with prices and costs, serials (01 §2.5), stock (10 §3.4), service objects (02 §2.4, 08 §2.5).
CREATE TABLE unit (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_sort TEXT NOT NULL,
  decimals INTEGER NOT NULL CHECK (decimals BETWEEN 0 AND 3)
) STRICT;

CREATE TABLE item_category (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_sort TEXT NOT NULL
) STRICT;

-- The product categories of the repair data; external_id is their key there (01 §3.2).
CREATE TABLE product_category (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  external_id INTEGER NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_sort TEXT NOT NULL
) STRICT;

CREATE TABLE item (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  number TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_sort TEXT NOT NULL,
  category_id BLOB REFERENCES item_category (id),
  subcategory TEXT,
  unit_id BLOB NOT NULL REFERENCES unit (id),
  kind TEXT NOT NULL CHECK (kind IN ('stock', 'service', 'nonStock')),
  serial_tracked INTEGER NOT NULL,
  made_in_house INTEGER NOT NULL,
  weight INTEGER,
  weight_unit TEXT,
  size TEXT,
  size_unit TEXT,
  color TEXT,
  sell_start TEXT,
  sell_end TEXT,
  warranty_months INTEGER,
  is_blocked INTEGER NOT NULL
) STRICT;
CREATE INDEX item_by_name ON item (name_sort, key);
CREATE INDEX item_by_category ON item (category_id);
CREATE INDEX item_by_unit ON item (unit_id);

-- No two rows of one item and currency overlap (PRICE_OVERLAP); the last covered day is valid_to.
CREATE TABLE item_sales_price (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  item_id BLOB NOT NULL REFERENCES item (id) ON DELETE CASCADE,
  currency TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to TEXT,
  unit_price INTEGER NOT NULL CHECK (unit_price >= 0)
) STRICT;
CREATE UNIQUE INDEX item_sales_price_by_date ON item_sales_price (item_id, currency, valid_from);

CREATE TABLE item_cost (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  item_id BLOB NOT NULL REFERENCES item (id) ON DELETE CASCADE,
  currency TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to TEXT,
  unit_cost INTEGER NOT NULL CHECK (unit_cost >= 0)
) STRICT;
CREATE UNIQUE INDEX item_cost_by_date ON item_cost (item_id, currency, valid_from);

CREATE TABLE warehouse (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_sort TEXT NOT NULL,
  office_id BLOB NOT NULL REFERENCES office (id),
  kind TEXT NOT NULL CHECK (kind IN ('office', 'van', 'quarantine', 'scrap')),
  worker_id BLOB REFERENCES worker (id)
) STRICT;
CREATE INDEX warehouse_by_office ON warehouse (office_id);
CREATE INDEX warehouse_by_worker ON warehouse (worker_id);

CREATE TABLE serial (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  item_id BLOB NOT NULL REFERENCES item (id),
  serial_number TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('inStock', 'issued', 'scrapped')),
  warehouse_id BLOB REFERENCES warehouse (id)
) STRICT;
CREATE UNIQUE INDEX serial_by_item ON serial (item_id, serial_number);
CREATE INDEX serial_by_number ON serial (serial_number, key);
CREATE INDEX serial_by_warehouse ON serial (warehouse_id);

-- Signed movements; they are never changed: corrections and revaluations are movements of their own.
CREATE TABLE stock_transaction (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  item_id BLOB NOT NULL REFERENCES item (id),
  warehouse_id BLOB NOT NULL REFERENCES warehouse (id),
  kind TEXT NOT NULL CHECK (kind IN ('receipt', 'issue', 'transfer', 'adjustment')),
  quantity INTEGER NOT NULL,
  amount_minor INTEGER NOT NULL,
  amount_currency TEXT NOT NULL,
  date TEXT NOT NULL,
  at INTEGER NOT NULL,
  serial_numbers TEXT NOT NULL,
  -- The movement this one is valued by: a transfer's other half, the issue of a return, what an adjustment corrects.
  related_id BLOB REFERENCES stock_transaction (id),
  source_entity TEXT,
  source_id BLOB
) STRICT;
CREATE INDEX stock_transaction_by_item ON stock_transaction (item_id, warehouse_id, date);
CREATE INDEX stock_transaction_by_warehouse ON stock_transaction (warehouse_id);
CREATE INDEX stock_transaction_by_date ON stock_transaction (date, key);
CREATE INDEX stock_transaction_by_related ON stock_transaction (related_id);
CREATE INDEX stock_transaction_by_source ON stock_transaction (source_id);

-- Sums of the movements, kept by the trigger below: derived, never logged.
CREATE TABLE stock_balance (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  item_id BLOB NOT NULL REFERENCES item (id) ON DELETE CASCADE,
  warehouse_id BLOB NOT NULL REFERENCES warehouse (id) ON DELETE CASCADE,
  quantity INTEGER NOT NULL,
  reserved INTEGER NOT NULL,
  amount_minor INTEGER NOT NULL,
  amount_currency TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX stock_balance_by_item ON stock_balance (item_id, warehouse_id);
CREATE INDEX stock_balance_by_warehouse ON stock_balance (warehouse_id);

CREATE TRIGGER stock_transaction_moves_balance AFTER INSERT ON stock_transaction
BEGIN
  INSERT INTO stock_balance (id, version, item_id, warehouse_id, quantity, reserved, amount_minor, amount_currency)
  VALUES (new.id, 1, new.item_id, new.warehouse_id, new.quantity, 0, new.amount_minor, new.amount_currency)
  ON CONFLICT (item_id, warehouse_id) DO UPDATE SET
    version = version + 1,
    quantity = quantity + excluded.quantity,
    amount_minor = amount_minor + excluded.amount_minor;
END;
CREATE TRIGGER stock_transaction_is_not_updated BEFORE UPDATE ON stock_transaction
BEGIN SELECT raise(ABORT, 'a stock transaction is never updated'); END;
CREATE TRIGGER stock_transaction_is_not_deleted BEFORE DELETE ON stock_transaction
BEGIN SELECT raise(ABORT, 'a stock transaction is never deleted'); END;

CREATE TABLE object_group (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_sort TEXT NOT NULL,
  parent_id BLOB REFERENCES object_group (id)
) STRICT;
CREATE INDEX object_group_by_parent ON object_group (parent_id);

CREATE TABLE service_object (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  number TEXT NOT NULL UNIQUE,
  description TEXT NOT NULL,
  description_sort TEXT NOT NULL,
  group_id BLOB REFERENCES object_group (id),
  customer_id BLOB REFERENCES customer (id),
  site_id BLOB REFERENCES site (id),
  item_id BLOB REFERENCES item (id),
  serial_number TEXT,
  product_category_id BLOB REFERENCES product_category (id),
  is_tangible INTEGER NOT NULL,
  brand TEXT,
  brand_sort TEXT,
  model TEXT,
  year_of_manufacture INTEGER,
  is_year_estimated INTEGER NOT NULL,
  installed_date TEXT,
  warranty_start TEXT,
  product_warranty_months INTEGER,
  repair_warranty_months INTEGER,
  warranty_until TEXT,
  parent_object_id BLOB REFERENCES service_object (id),
  status TEXT NOT NULL CHECK (status IN ('inService', 'outOfService', 'scrapped')),
  reading_unit TEXT
) STRICT;
CREATE INDEX service_object_by_description ON service_object (description_sort, key);
CREATE INDEX service_object_by_brand ON service_object (brand_sort, key);
CREATE INDEX service_object_by_customer ON service_object (customer_id, key);
CREATE INDEX service_object_by_site ON service_object (site_id);
CREATE INDEX service_object_by_item ON service_object (item_id);
CREATE INDEX service_object_by_serial ON service_object (serial_number, key) WHERE serial_number IS NOT NULL;
CREATE UNIQUE INDEX service_object_by_item_serial ON service_object (item_id, serial_number)
  WHERE item_id IS NOT NULL AND serial_number IS NOT NULL AND status <> 'scrapped';
CREATE INDEX service_object_by_group ON service_object (group_id);
CREATE INDEX service_object_by_product_category ON service_object (product_category_id);
CREATE INDEX service_object_by_parent ON service_object (parent_object_id);
CREATE INDEX service_object_by_status ON service_object (status, key);
