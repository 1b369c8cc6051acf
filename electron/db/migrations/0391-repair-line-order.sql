-- The order's lines are found by the index of their numbers already.
DROP INDEX repair_line_by_order;
