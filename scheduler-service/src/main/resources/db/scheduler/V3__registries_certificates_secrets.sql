-- What containers need and nobody may read again. Columns named *_sealed hold envelopes (docs/adr/0021): never a value in the
-- clear. All columns are spec, written by the API; *_sealed are also wrapped anew by the key loop. Removing a row wipes them.

create table registry (
  id                bigint       not null auto_increment primary key,
  environment_id    bigint       not null,
  uuid              char(36)     not null,
  created           datetime(3)  not null,
  removed           datetime(3)  null,
  name              varchar(255) null,
  description       varchar(1024) null,
  server_address    varchar(255) not null,
  driver_name       varchar(255) null,
  active            boolean      not null,
  live_address      varchar(255) as (if(removed is null, lower(server_address), null)),
  unique key registry_live_address (environment_id, live_address),
  key registry_environment (environment_id, removed)
);

create table registry_credential (
  id                bigint       not null auto_increment primary key,
  environment_id    bigint       not null,
  uuid              char(36)     not null,
  created           datetime(3)  not null,
  removed           datetime(3)  null,
  name              varchar(255) null,
  description       varchar(1024) null,
  registry_id       bigint       not null,
  public_value      varchar(255) not null,
  secret_sealed     mediumtext   null,
  active            boolean      not null,
  key registry_credential_registry (registry_id, removed),
  key registry_credential_environment (environment_id, removed),
  constraint registry_credential_registry foreign key (registry_id) references registry (id)
);

create table certificate (
  id                bigint       not null auto_increment primary key,
  environment_id    bigint       not null,
  uuid              char(36)     not null,
  created           datetime(3)  not null,
  removed           datetime(3)  null,
  name              varchar(255) not null,
  description       varchar(1024) null,
  cert              mediumtext   not null,
  cert_chain        mediumtext   null,
  key_sealed        mediumtext   null,
  -- read from cert, for lists and the expiry metric
  expires           datetime(3)  not null,
  live_name         varchar(255) as (if(removed is null, lower(name), null)),
  unique key certificate_live_name (environment_id, live_name),
  key certificate_environment (environment_id, removed)
);

create table secret (
  id                bigint       not null auto_increment primary key,
  environment_id    bigint       not null,
  uuid              char(36)     not null,
  created           datetime(3)  not null,
  removed           datetime(3)  null,
  name              varchar(255) not null,
  description       varchar(1024) null,
  version           int          not null,
  live_name         varchar(255) as (if(removed is null, lower(name), null)),
  unique key secret_live_name (environment_id, live_name),
  key secret_environment (environment_id, removed)
);

-- The newest of each secret and a bounded number before it; a removed secret has none.
create table secret_version (
  id                bigint       not null auto_increment primary key,
  secret_id         bigint       not null,
  version           int          not null,
  created           datetime(3)  not null,
  value_sealed      mediumtext   not null,
  unique key secret_version_of (secret_id, version),
  constraint secret_version_secret foreign key (secret_id) references secret (id)
);
