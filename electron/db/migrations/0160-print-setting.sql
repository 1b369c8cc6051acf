-- How documents are printed: one row a kind for the company, one more a customer who wants it otherwise (R12-31).
CREATE TABLE print_setting (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  kind TEXT NOT NULL,
  customer_id BLOB REFERENCES customer (id),
  copies INTEGER,
  footers TEXT,
  destination TEXT
) STRICT;
CREATE UNIQUE INDEX print_setting_of_company ON print_setting (kind) WHERE customer_id IS NULL;
CREATE UNIQUE INDEX print_setting_of_customer ON print_setting (customer_id, kind) WHERE customer_id IS NOT NULL;
