-- The indexes of the list's own sorts find the same rows.
DROP INDEX repair_line_by_verdict;
DROP INDEX repair_line_by_technician;
