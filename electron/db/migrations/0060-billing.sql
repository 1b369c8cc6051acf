-- Ledger months (12): a month without a row is open.
CREATE TABLE ledger_month (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  month TEXT NOT NULL UNIQUE,
  is_closed INTEGER NOT NULL
) STRICT;

-- What posting hands over to billing (12 §2). Office, worker, category, item and object are those of the posted order
-- line, which is never deleted and refers to them.
CREATE TABLE billable_transaction (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  number TEXT NOT NULL,
  office_id BLOB NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('orderLine', 'subscriptionFee', 'returnLine', 'onAccount')),
  order_id BLOB REFERENCES service_order (id),
  order_line_id BLOB REFERENCES service_order_line (id),
  customer_id BLOB NOT NULL REFERENCES customer (id),
  invoice_customer_id BLOB NOT NULL REFERENCES customer (id),
  billing_account_id BLOB REFERENCES billing_account (id),
  worker_id BLOB,
  category_id BLOB,
  item_id BLOB,
  object_id BLOB,
  kind TEXT NOT NULL CHECK (kind IN ('hour', 'item', 'expense', 'fee', 'subscription', 'onAccount')),
  date TEXT NOT NULL,
  description TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  unit TEXT NOT NULL,
  sales_price INTEGER,
  discount INTEGER NOT NULL,
  net_minor INTEGER NOT NULL,
  cost_price INTEGER,
  cost_amount_minor INTEGER NOT NULL,
  currency TEXT NOT NULL,
  chargeable INTEGER NOT NULL,
  expense_account TEXT,
  reversal_of_id BLOB REFERENCES billable_transaction (id),
  status TEXT NOT NULL CHECK (status IN ('posted', 'proposal', 'invoiced', 'selectedForCredit', 'credited', 'costOnly'))
) STRICT;
CREATE UNIQUE INDEX billable_transaction_by_order_line ON billable_transaction (order_line_id)
  WHERE order_line_id IS NOT NULL;
CREATE INDEX billable_transaction_by_order ON billable_transaction (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX billable_transaction_by_customer ON billable_transaction (customer_id, date);
CREATE INDEX billable_transaction_by_invoice_customer ON billable_transaction (invoice_customer_id, status, date);
CREATE INDEX billable_transaction_by_billing_account ON billable_transaction (billing_account_id, date)
  WHERE billing_account_id IS NOT NULL;
CREATE INDEX billable_transaction_by_date ON billable_transaction (date);
CREATE INDEX billable_transaction_by_status ON billable_transaction (status, date);
CREATE INDEX billable_transaction_by_reversal ON billable_transaction (reversal_of_id)
  WHERE reversal_of_id IS NOT NULL;
