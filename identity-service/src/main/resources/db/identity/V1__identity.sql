-- People, environments, agents and their keys. No column holds a secret that can be read: *_hash columns hold hashes, *_sealed
-- columns are encrypted with the key file, which is not in the database (docs/adr/0004-credentials.md). Times are UTC.

-- Accounts of all kinds share one sequence of numbers, environments included: 1a5 names one thing only.
create table account (
  id               bigint        not null auto_increment primary key,
  uuid             varchar(64)   not null,
  kind             varchar(16)   not null,
  name             varchar(255)  not null,
  description      varchar(1024) null,
  state            varchar(16)   not null,
  external_id      varchar(255)  null,
  external_id_type varchar(64)   null,
  created          datetime(6)   not null,
  removed          datetime(6)   null,
  unique key account_uuid (uuid),
  key account_kind (kind, removed),
  key account_external (external_id_type, external_id)
) default character set utf8mb4 collate utf8mb4_unicode_ci;

-- What only an environment has; name, state and age are its account's.
create table project (
  id                   bigint      not null primary key,
  orchestration        varchar(32) not null,
  allow_system_role    boolean     not null default false,
  services_port_start  int         not null,
  services_port_end    int         not null,
  host_remove_delay    int         null,
  foreign key (id) references account (id)
) default character set utf8mb4 collate utf8mb4_unicode_ci;

create table project_member (
  id               bigint       not null auto_increment primary key,
  uuid             varchar(64)  not null,
  project_id       bigint       not null,
  external_id_type varchar(64)  not null,
  external_id      varchar(255) not null,
  role             varchar(16)  not null,
  created          datetime(6)  not null,
  removed          datetime(6)  null,
  live             boolean      as (if(removed is null, true, null)),
  unique key project_member_live (project_id, external_id_type, external_id, role, live),
  key project_member_person (external_id_type, external_id, removed),
  foreign key (project_id) references account (id)
) default character set utf8mb4 collate utf8mb4_unicode_ci;

-- Public values are unique over all kinds of credentials that are not removed, whatever the case: a name somebody signs in
-- with can never be somebody else's key.
create table credential (
  id            bigint        not null auto_increment primary key,
  uuid          varchar(64)   not null,
  account_id    bigint        not null,
  kind          varchar(32)   not null,
  name          varchar(255)  null,
  description   varchar(1024) null,
  state         varchar(16)   not null,
  public_value  varchar(255)  not null,
  secret_hash   varchar(255)  null,
  secret_sealed varchar(1024) null,
  created       datetime(6)   not null,
  removed       datetime(6)   null,
  live_public_value varchar(255) as (if(removed is null, public_value, null)),
  unique key credential_live_public_value (live_public_value),
  key credential_account (account_id, kind, removed),
  foreign key (account_id) references account (id)
) default character set utf8mb4 collate utf8mb4_unicode_ci;

create table auth_token (
  id         bigint      not null auto_increment primary key,
  account_id bigint      not null,
  token_hash varchar(80) character set ascii collate ascii_bin not null,
  provider   varchar(32) not null,
  created    datetime(6) not null,
  expires    datetime(6) not null,
  unique key auth_token_hash (token_hash),
  key auth_token_account (account_id),
  key auth_token_expires (expires),
  foreign key (account_id) references account (id)
) default character set utf8mb4 collate utf8mb4_unicode_ci;

-- A registered agent: one per machine that was let in with a registration token. key_hash is the hash of the machine's own
-- random key, by which it finds itself again when it registers twice.
create table agent (
  id            bigint      not null auto_increment primary key,
  uuid          varchar(64) not null,
  project_id    bigint      not null,
  account_id    bigint      not null,
  credential_id bigint      not null,
  key_hash      varchar(80) character set ascii collate ascii_bin not null,
  state         varchar(16) not null,
  created       datetime(6) not null,
  removed       datetime(6) null,
  live_key      varchar(80) character set ascii collate ascii_bin as (if(removed is null, key_hash, null)),
  unique key agent_live_key (live_key),
  unique key agent_account (account_id),
  key agent_project (project_id, removed),
  foreign key (project_id) references account (id),
  foreign key (account_id) references account (id),
  foreign key (credential_id) references credential (id)
) default character set utf8mb4 collate utf8mb4_unicode_ci;

create table signing_key (
  generation     int         not null primary key,
  private_sealed text        not null,
  created        datetime(6) not null,
  retired        datetime(6) null
) default character set utf8mb4 collate utf8mb4_unicode_ci;

create table setting (
  name    varchar(255)  not null primary key,
  value   text          not null,
  created datetime(6)   not null
) default character set utf8mb4 collate utf8mb4_unicode_ci;

-- Append only: no statement of the service changes a row; old rows go by age.
create table audit_log (
  id               bigint        not null auto_increment primary key,
  created          datetime(6)   not null,
  event_type       varchar(128)  not null,
  resource_type    varchar(64)   null,
  resource_id      varchar(64)   null,
  auth_type        varchar(32)   null,
  authenticated_as bigint        null,
  identity_id      varchar(512)  null,
  account_id       bigint        null,
  request_object   mediumtext    null,
  response_object  mediumtext    null,
  response_code    int           null,
  client_ip        varchar(64)   null,
  description      varchar(1024) null,
  runtime          bigint        null,
  key audit_log_created (created),
  key audit_log_account (account_id, id)
) default character set utf8mb4 collate utf8mb4_unicode_ci;
