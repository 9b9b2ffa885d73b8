-- What became of services, as sentences: written in the transaction of the change they tell of, never changed, gone after a day.
create table service_log (
  id                bigint       not null auto_increment primary key,
  environment_id    bigint       not null,
  stack_id          bigint       not null,
  service_id        bigint       not null,
  instance_id       bigint       null,
  transaction_id    varchar(64)  not null,
  event_type        varchar(64)  not null,
  level             varchar(8)   not null,
  description       varchar(1024) not null,
  sub_log           boolean      not null,
  created           datetime(3)  not null,
  -- null: the run goes on until an entry ends it
  end_time          datetime(3)  null,
  -- the run that this entry ends
  ends              varchar(64)  null,
  key service_log_environment (environment_id, id),
  key service_log_service (service_id, id),
  key service_log_ends (ends),
  key service_log_created (created)
);

alter table service
  -- status: what the service's log has said so far
  add column status_log json null;
