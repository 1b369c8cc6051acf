-- Spare parts that an order's line waits for (04 §2.4), and the notes of their deliveries (R04-28). The order's
-- number is copied, because it never changes: sorting by it must not walk all orders.
CREATE TABLE item_requirement (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  order_id BLOB NOT NULL REFERENCES service_order (id),
  order_number TEXT NOT NULL,
  line_id BLOB NOT NULL REFERENCES service_order_line (id),
  item_id BLOB NOT NULL REFERENCES item (id),
  variant TEXT,
  warehouse_id BLOB NOT NULL REFERENCES warehouse (id),
  unit TEXT NOT NULL,
  required_qty INTEGER NOT NULL,
  reserved_qty INTEGER NOT NULL,
  delivered_qty INTEGER NOT NULL,
  needed_by INTEGER NOT NULL,
  supply TEXT NOT NULL CHECK (supply IN ('stock', 'purchase', 'production')),
  status TEXT NOT NULL CHECK (status IN ('open', 'reserved', 'partlyDelivered', 'delivered', 'canceled')),
  CHECK (reserved_qty >= 0 AND delivered_qty >= 0 AND reserved_qty + delivered_qty <= required_qty)
) STRICT;
CREATE INDEX item_requirement_by_order ON item_requirement (order_id);
CREATE INDEX item_requirement_by_line ON item_requirement (line_id);
CREATE INDEX item_requirement_by_item ON item_requirement (item_id);
CREATE INDEX item_requirement_by_warehouse ON item_requirement (warehouse_id);
-- One index a sort of the list.
CREATE INDEX item_requirement_by_order_number ON item_requirement (order_number);
CREATE INDEX item_requirement_by_needed_by ON item_requirement (needed_by);
CREATE INDEX item_requirement_by_status ON item_requirement (status);
CREATE INDEX item_requirement_by_supply ON item_requirement (supply);

-- What is reserved counts against the balance: derived, never logged.
CREATE TRIGGER item_requirement_reserves AFTER INSERT ON item_requirement WHEN new.reserved_qty <> 0
BEGIN
  UPDATE stock_balance SET version = version + 1, reserved = reserved + new.reserved_qty
  WHERE item_id = new.item_id AND warehouse_id = new.warehouse_id;
END;
CREATE TRIGGER item_requirement_moves_reservation AFTER UPDATE ON item_requirement
WHEN new.reserved_qty <> old.reserved_qty
BEGIN
  UPDATE stock_balance SET version = version + 1, reserved = reserved + new.reserved_qty - old.reserved_qty
  WHERE item_id = new.item_id AND warehouse_id = new.warehouse_id;
END;
CREATE TRIGGER item_requirement_releases AFTER DELETE ON item_requirement WHEN old.reserved_qty <> 0
BEGIN
  UPDATE stock_balance SET version = version + 1, reserved = reserved - old.reserved_qty
  WHERE item_id = old.item_id AND warehouse_id = old.warehouse_id;
END;

-- The paper that goes with delivered goods: what it says is frozen in its lines.
CREATE TABLE delivery_note (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  number TEXT NOT NULL UNIQUE,
  order_id BLOB NOT NULL REFERENCES service_order (id),
  requirement_id BLOB NOT NULL REFERENCES item_requirement (id),
  at INTEGER NOT NULL,
  date TEXT NOT NULL,
  delivered_by_id BLOB NOT NULL REFERENCES user (id),
  lines TEXT NOT NULL
) STRICT;
CREATE INDEX delivery_note_by_order ON delivery_note (order_id);
CREATE INDEX delivery_note_by_requirement ON delivery_note (requirement_id);
CREATE INDEX delivery_note_by_delivered_by ON delivery_note (delivered_by_id);
CREATE INDEX delivery_note_by_at ON delivery_note (at);
CREATE TRIGGER delivery_note_is_not_updated BEFORE UPDATE ON delivery_note
BEGIN SELECT raise(ABORT, 'a delivery note is never updated'); END;
CREATE TRIGGER delivery_note_is_not_deleted BEFORE DELETE ON delivery_note
BEGIN SELECT raise(ABORT, 'a delivery note is never deleted'); END;
