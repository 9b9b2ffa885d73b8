-- Names differ by the case of their letters too. The number is what the API's handlers know a row by whose name is not in the
-- table of known settings.
alter table setting
  modify name varchar(255) character set utf8mb4 collate utf8mb4_bin not null,
  modify value mediumtext not null,
  add column id bigint not null auto_increment unique first,
  add column changed datetime(6) null;

-- A new key is published first and signs from a later moment on; null: from the beginning.
alter table signing_key add column signs_from datetime(6) null;
