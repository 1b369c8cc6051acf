-- Which orders were merged into this one (R04-74): a JSON list of their numbers.
ALTER TABLE service_order ADD COLUMN merged_from TEXT;
