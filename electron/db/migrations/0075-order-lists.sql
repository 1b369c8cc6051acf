-- Every sort's index also holds the progress: a list of posted orders passes over the open ones, and one of open orders
-- over the posted, without reading their rows.
DROP INDEX service_order_by_number;
CREATE INDEX service_order_by_number ON service_order (number, key, intake, progress);
DROP INDEX service_order_by_customer;
CREATE INDEX service_order_by_customer ON service_order (customer_id, key, intake, progress);
DROP INDEX service_order_by_responsible;
CREATE INDEX service_order_by_responsible ON service_order (responsible_id, key, intake, progress);
DROP INDEX service_order_by_preferred_technician;
CREATE INDEX service_order_by_preferred_technician ON service_order (preferred_technician_id, key, intake, progress);
DROP INDEX service_order_by_stage;
CREATE INDEX service_order_by_stage ON service_order (stage_id, key, intake, progress);
DROP INDEX service_order_by_office;
CREATE INDEX service_order_by_office ON service_order (office_id, key, intake, progress);
DROP INDEX service_order_by_service_date;
CREATE INDEX service_order_by_service_date ON service_order (service_date, key, intake, progress);
DROP INDEX service_order_by_preferred_service_at;
CREATE INDEX service_order_by_preferred_service_at ON service_order (preferred_service_at, key, intake, progress);
DROP INDEX service_order_by_description;
CREATE INDEX service_order_by_description ON service_order (description_sort, key, intake, progress);
DROP INDEX service_order_by_site_city;
CREATE INDEX service_order_by_site_city ON service_order (site_city_sort, key, intake, progress);
DROP INDEX service_order_by_sales_amount;
CREATE INDEX service_order_by_sales_amount ON service_order (sales_amount_minor, key, intake, progress);
DROP INDEX service_order_by_priority;
CREATE INDEX service_order_by_priority ON service_order (priority, key, intake, progress);
DROP INDEX service_order_by_origin;
CREATE INDEX service_order_by_origin ON service_order (origin, key, intake, progress);
-- Numbers begin with the office: one office's orders by number stand together.
CREATE INDEX service_order_by_office_number ON service_order (office_id, number, key, intake, progress);
