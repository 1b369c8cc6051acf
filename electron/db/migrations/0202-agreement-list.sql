-- The list sorts by service level: those without one stand together too.
DROP INDEX agreement_by_sla;
CREATE INDEX agreement_by_sla ON agreement (sla_id, key);
