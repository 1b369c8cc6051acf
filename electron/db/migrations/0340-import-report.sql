-- What the check of a file says of the whole file, for kinds of files that have such a report (09 §4.1).
ALTER TABLE local_import ADD COLUMN report TEXT;
