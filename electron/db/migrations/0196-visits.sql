-- Visits that were planned and whose order line was deleted, for the report of visits; the others come with their orders.
CREATE INDEX occurrence_deleted_by_date ON occurrence (service_date) WHERE state = 'deleted';
