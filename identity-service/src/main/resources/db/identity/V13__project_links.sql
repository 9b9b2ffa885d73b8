-- spec: administrators; the environments it belongs together with, as a list of their numbers. Null: none.
alter table project
  add column links json null;
