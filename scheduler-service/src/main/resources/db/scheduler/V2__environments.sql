-- What this service knows of environments, and what becomes of what is in them. What is known stays while identity-service is
-- away; nothing is ever concluded from a row that is missing.
create table environment (
  id                bigint       not null primary key,
  -- observed: identity-service's word
  uuid              varchar(64)  not null,
  generation        varchar(64)  not null,
  state             varchar(16)  not null,
  facts             mediumtext   not null,
  -- desired: the environment loop
  removal_begun     datetime(3)  null,
  emptied           datetime(3)  null,
  purged            datetime(3)  null,
  templates_made    datetime(3)  null,
  templates_started datetime(3)  null,
  -- status: what the loop said last to identity-service
  removal_note      varchar(2048) null,
  key environment_state (state)
);

alter table stack
  -- spec: made by a user, or from a project template; decides what its containers may do to hosts
  add column origin varchar(24) not null default 'USER';

alter table service
  -- status: why nothing of it would be made anew
  add column status_forbidden varchar(2048) null;
