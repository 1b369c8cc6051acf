-- What repairs are compared by (issue 7, "Similar repairs"): the beginnings of the words of their texts, folded, each once;
-- local to the machine as the facts are, and written with them. Beginnings, because the forms of a word differ at its end.
CREATE VIRTUAL TABLE local_repair_text USING fts5 (words, content = '', contentless_delete = 1, detail = none,
  tokenize = 'ascii');
-- In how many repairs a word stands: common ones say nothing.
CREATE VIRTUAL TABLE local_repair_vocabulary USING fts5vocab (local_repair_text, row);

-- How many different words the texts have.
ALTER TABLE local_repair_fact ADD COLUMN words INTEGER NOT NULL DEFAULT 0;
-- The newest finished repairs of a product, an item and a symptom.
CREATE INDEX local_repair_fact_by_category ON local_repair_fact (category, key)
  WHERE category IS NOT NULL AND finished_day IS NOT NULL;
CREATE INDEX local_repair_fact_by_brand ON local_repair_fact (category, brand, key)
  WHERE category IS NOT NULL AND brand IS NOT NULL AND finished_day IS NOT NULL;
CREATE INDEX local_repair_fact_by_item ON local_repair_fact (item, key)
  WHERE item IS NOT NULL AND finished_day IS NOT NULL;
CREATE INDEX local_repair_fact_by_symptom_code ON local_repair_fact (symptom_area, symptom_code, key)
  WHERE symptom_area IS NOT NULL AND finished_day IS NOT NULL;

INSERT OR IGNORE INTO local_repair_note SELECT key FROM repair_line;

CREATE TRIGGER repair_line_is_compared_no_more AFTER DELETE ON repair_line
BEGIN DELETE FROM local_repair_text WHERE rowid = old.key; END;
