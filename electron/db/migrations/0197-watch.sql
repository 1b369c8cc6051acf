-- The watchlist: orders without a latest completion, because their clock is stopped, come last.
CREATE INDEX order_sla_open_by_due ON order_sla (coalesce(latest_completion, 9000000000000000), key)
  WHERE outcome = 'open';
