-- Service tasks (02 §2.3), tasks of orders (04 §2.3), and what lines say of them and of the line they reverse.
CREATE TABLE service_task (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE,
  description TEXT NOT NULL,
  is_active INTEGER NOT NULL
) STRICT;

-- What the job is; one relation a task.
CREATE TABLE order_task_relation (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  order_id BLOB NOT NULL REFERENCES service_order (id) ON DELETE CASCADE,
  task_id BLOB NOT NULL REFERENCES service_task (id),
  internal_note TEXT,
  external_note TEXT,
  UNIQUE (order_id, task_id)
) STRICT;
CREATE INDEX order_task_relation_by_task ON order_task_relation (task_id);

ALTER TABLE order_object_relation ADD COLUMN reference_code TEXT;
ALTER TABLE service_order_line ADD COLUMN task_relation_id BLOB REFERENCES order_task_relation (id);
ALTER TABLE service_order_line ADD COLUMN reversal_of_id BLOB REFERENCES service_order_line (id);
CREATE INDEX service_order_line_by_task_relation ON service_order_line (task_relation_id)
  WHERE task_relation_id IS NOT NULL;
CREATE INDEX service_order_line_by_reversal ON service_order_line (reversal_of_id) WHERE reversal_of_id IS NOT NULL;
