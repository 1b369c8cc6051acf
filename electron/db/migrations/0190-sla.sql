-- The clocks of service level agreements (area 06).

-- Which calendar stands for another one at the sites of a country (R06-25).
CREATE TABLE country_calendar (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  calendar_id BLOB NOT NULL REFERENCES calendar (id),
  country TEXT NOT NULL,
  derived_calendar_id BLOB NOT NULL REFERENCES calendar (id),
  UNIQUE (calendar_id, country)
) STRICT;
CREATE INDEX country_calendar_by_derived ON country_calendar (derived_calendar_id);

-- One clock an order; an order without a service level has none. What follows the calendars, from `outcome` on, is
-- derived: neither logged nor part of the version.
CREATE TABLE order_sla (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  order_id BLOB NOT NULL UNIQUE REFERENCES service_order (id) ON DELETE CASCADE,
  sla_id BLOB NOT NULL REFERENCES service_level (id),
  source TEXT NOT NULL CHECK (source IN ('order', 'agreement', 'agreementGroup', 'customerGroup')),
  source_id BLOB,
  -- JSON: the service level as it was taken over (2.4), empty until the first Start.
  frozen TEXT,
  status TEXT NOT NULL CHECK (status IN ('none', 'running', 'stopped', 'canceled')),
  is_canceled_with_order INTEGER NOT NULL,
  start_time INTEGER,
  -- Of a measured order: the Stop that completed it, with its figures in seconds.
  final_stop INTEGER,
  final_elapsed INTEGER,
  final_allowance INTEGER,
  first_response INTEGER,
  -- JSON: priority and place of the order from instants on (R06-27).
  conditions TEXT NOT NULL,
  -- The last change that may have let a step be passed (R06-51).
  changed_at INTEGER NOT NULL,

  outcome TEXT NOT NULL CHECK (outcome IN ('open', 'met', 'breached', 'notMeasured')),
  -- Seconds: counted up to the last Stop, and allowed.
  elapsed INTEGER NOT NULL,
  allowance INTEGER NOT NULL,
  -- While stopped only when it was passed before.
  latest_completion INTEGER,
  -- Of measured orders, basis points.
  compliance INTEGER,
  response_due INTEGER,
  response_outcome TEXT NOT NULL CHECK (response_outcome IN ('open', 'met', 'breached', 'notMeasured')),
  -- The crossing of the next step that has not fired.
  next_step_at INTEGER,
  is_calendar_empty INTEGER NOT NULL,
  is_recomputing INTEGER NOT NULL,
  calendar_id BLOB,
  -- The office's date of the final stop, of an open order of its latest completion.
  measured_on TEXT,
  -- Copies of the order's, kept by the triggers below, and of the customer's tier as it was at the first Start.
  office_id BLOB NOT NULL,
  customer_id BLOB NOT NULL,
  agreement_id BLOB,
  responsible_id BLOB,
  sla_group_id BLOB
) STRICT;
CREATE INDEX order_sla_by_sla ON order_sla (sla_id);
-- The watchlist: open orders by their latest completion.
CREATE INDEX order_sla_open ON order_sla (latest_completion, key) WHERE outcome = 'open';
CREATE INDEX order_sla_open_of_office ON order_sla (office_id, latest_completion, key) WHERE outcome = 'open';
CREATE INDEX order_sla_open_by_calendar ON order_sla (calendar_id, key) WHERE outcome = 'open';
CREATE INDEX order_sla_by_next_step ON order_sla (next_step_at) WHERE next_step_at IS NOT NULL;
CREATE INDEX order_sla_recomputing ON order_sla (key) WHERE is_recomputing = 1;
-- Compliance: measured orders of an office and period, with their figures.
CREATE INDEX order_sla_measured ON order_sla (office_id, measured_on, outcome, compliance, sla_id);

CREATE TRIGGER order_sla_follows_order AFTER UPDATE OF office_id, customer_id, agreement_id, responsible_id ON service_order
WHEN new.office_id IS NOT old.office_id OR new.customer_id IS NOT old.customer_id
  OR new.agreement_id IS NOT old.agreement_id OR new.responsible_id IS NOT old.responsible_id
BEGIN
  UPDATE order_sla SET office_id = new.office_id, customer_id = new.customer_id, agreement_id = new.agreement_id,
    responsible_id = new.responsible_id WHERE order_id = new.id;
END;

-- Every Start and Stop (2.4); a corrected one keeps what it was first.
CREATE TABLE sla_entry (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  order_id BLOB NOT NULL REFERENCES service_order (id) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('start', 'stop')),
  at INTEGER NOT NULL,
  source TEXT NOT NULL,
  reason_id BLOB REFERENCES stage_reason_code (id),
  reason_code TEXT,
  reason_description TEXT,
  comment TEXT,
  by_id BLOB NOT NULL,
  recorded_at INTEGER NOT NULL,
  corrected_from INTEGER
) STRICT;
CREATE INDEX sla_entry_by_order ON sla_entry (order_id, at);
CREATE INDEX sla_entry_by_reason ON sla_entry (reason_id) WHERE reason_id IS NOT NULL;

-- A step that fired: its id follows from order and step, so that it fires once, wherever it is seen (R06-53).
CREATE TABLE sla_step (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  order_id BLOB NOT NULL REFERENCES service_order (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('warning', 'breach')),
  threshold INTEGER,
  minutes_before INTEGER,
  crossed_at INTEGER NOT NULL,
  detected_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sla_step_by_order ON sla_step (order_id, crossed_at);

-- A case may name a service level; its due instant is derived (R04-81).
ALTER TABLE service_case ADD COLUMN sla_id BLOB REFERENCES service_level (id);
ALTER TABLE service_case ADD COLUMN due_at INTEGER;
CREATE INDEX service_case_by_sla ON service_case (sla_id) WHERE sla_id IS NOT NULL;
CREATE INDEX service_case_by_due ON service_case (due_at, key);
