-- Three kinds of state never share a column: spec (users), desired (loops), observed (agents). The comment of each block
-- says which kind it is; docs/architecture.md says who writes it. Wire states are computed when they are read.

create table host (
  id                bigint       not null auto_increment primary key,
  environment_id    bigint       not null,
  environment_uuid  varchar(64)  not null,
  environment_name  varchar(255) not null,
  uuid              char(36)     not null,
  agent_id          bigint       not null,
  created           datetime(3)  not null,
  removed           datetime(3)  null,
  -- spec
  name              varchar(255) null,
  description       varchar(1024) null,
  labels            json         not null,
  activity          varchar(16)  not null,
  memory_bytes      bigint       null,
  milli_cpu         int          null,
  -- observed: what the agent's hello says
  engine_id         varchar(128) not null,
  hostname          varchar(255) not null,
  address           varchar(64)  not null,
  facts             json         not null,
  -- observed: the agent link
  link              varchar(16)  not null,
  link_since        datetime(3)  not null,
  link_note         varchar(1024) null,
  -- desired: the host loop's verdict that the host is lost
  lost              boolean      not null default false,
  live_agent        bigint       as (if(removed is null, agent_id, null)),
  unique key host_live_agent (live_agent),
  key host_environment (environment_id, removed)
);

create table stack (
  id                bigint       not null auto_increment primary key,
  environment_id    bigint       not null,
  environment_uuid  varchar(64)  not null,
  environment_name  varchar(255) not null,
  uuid              char(36)     not null,
  created           datetime(3)  not null,
  removed           datetime(3)  null,
  -- spec
  name              varchar(63)  not null,
  description       varchar(1024) null,
  docker_compose    mediumtext   null,
  rancher_compose   mediumtext   null,
  answers           json         not null,
  warnings          json         not null,
  external_id       varchar(255) null,
  group_name        varchar(255) null,
  start_on_create   boolean      not null,
  activity          varchar(16)  not null,
  live_name         varchar(63)  as (if(removed is null, name, null)),
  unique key stack_live_name (environment_id, live_name),
  key stack_environment (environment_id, removed)
);

create table service (
  id                bigint       not null auto_increment primary key,
  environment_id    bigint       not null,
  stack_id          bigint       not null,
  uuid              char(36)     not null,
  created           datetime(3)  not null,
  removed           datetime(3)  null,
  -- spec
  name              varchar(63)  not null,
  description       varchar(1024) null,
  scale             int          not null,
  activity          varchar(16)  not null,
  intent            varchar(16)  not null,
  generation        bigint       not null,
  revision          bigint       not null,
  -- the revision that last changed a launch config: containers of older ones are replaced
  launch_revision   bigint       not null,
  restart           json         null,
  -- desired: the service loop's counter
  create_index      bigint       not null default 0,
  -- status: what the service loop concluded last, for the generation it looked at
  status_generation bigint       not null default 0,
  status_converged  boolean      not null default false,
  status_ever_active boolean     not null default false,
  status_scale      int          not null default 0,
  status_wanted     int          not null default 0,
  status_running    int          not null default 0,
  status_restarting boolean      not null default false,
  status_health     varchar(16)  not null default 'INITIALIZING',
  status_error      boolean      not null default false,
  status_message    text         null,
  live_name         varchar(63)  as (if(removed is null, lower(name), null)),
  unique key service_live_name (stack_id, live_name),
  key service_environment (environment_id, removed),
  constraint service_stack foreign key (stack_id) references stack (id)
);

-- What the user asked, kept as immutable revisions.
create table service_revision (
  service_id        bigint       not null,
  revision          bigint       not null,
  created           datetime(3)  not null,
  spec              mediumtext   not null,
  primary key (service_id, revision),
  constraint service_revision_service foreign key (service_id) references service (id)
);

create table instance (
  id                bigint       not null auto_increment primary key,
  environment_id    bigint       not null,
  uuid              char(36)     not null,
  created           datetime(3)  not null,
  removed           datetime(3)  null,
  native            boolean      not null default false,
  -- desired: what and where, fixed when the instance is made
  name              varchar(255) not null,
  stack_id          bigint       null,
  service_id        bigint       null,
  unit_uuid         char(36)     null,
  slot              int          not null default 0,
  launch_config     varchar(63)  not null default '',
  revision          bigint       not null default 0,
  create_index      bigint       not null default 0,
  host_id           bigint       not null,
  container         mediumtext   not null,
  stop_timeout      int          not null default 10,
  pull_always       boolean      not null default false,
  keep_running      boolean      not null default true,
  -- desired: what it should be now
  target            varchar(16)  not null,
  target_reason     varchar(1024) null,
  target_since      datetime(3)  not null,
  start_generation  bigint       not null default 0,
  -- spec: what a user asked of this one container
  restarts_requested bigint      not null default 0,
  removal_requested boolean      not null default false,
  unique key instance_uuid (uuid),
  key instance_service (service_id, removed),
  key instance_host (host_id, removed),
  key instance_environment (environment_id, removed)
);

create table instance_observed (
  instance_id       bigint       not null primary key,
  state             varchar(16)  not null,
  external_id       varchar(128) null,
  start_generation  bigint       not null,
  starts            bigint       not null,
  address           varchar(64)  null,
  ports             json         not null,
  exit_code         int          null,
  first_running     datetime(3)  null,
  started           datetime(3)  null,
  finished          datetime(3)  null,
  progress          int          null,
  message           varchar(2048) null,
  next_try          datetime(3)  null,
  key instance_observed_external (external_id),
  constraint instance_observed_instance foreign key (instance_id) references instance (id)
);

-- One row per environment: whoever places instances there holds its lock, so that two services never get the same port.
create table placement_turn (
  environment_id    bigint       not null primary key
);
