-- The report of replaced parts reads a period.
CREATE INDEX bom_history_replaced ON bom_history (effective_at) WHERE action = 'replaced';
