-- OAuth2 (docs/adr/0016-oauth.md). Codes and tokens are random: their hashes are stored, and nothing else of them.

-- Clients that somebody registered. API keys are clients too, and have no row here.
create table oauth_client (
  id            bigint        not null auto_increment primary key,
  uuid          varchar(64)   not null,
  account_id    bigint        not null,
  client_id     varchar(64)   character set ascii collate ascii_bin not null,
  name          varchar(255)  not null,
  description   varchar(1024) null,
  state         varchar(16)   not null,
  -- Null: a public client, which can keep no secret.
  secret_hash   varchar(80)   character set ascii collate ascii_bin null,
  redirect_uris text          not null,
  scopes        varchar(512)  not null,
  created       datetime(6)   not null,
  removed       datetime(6)   null,
  unique key oauth_client_client_id (client_id),
  key oauth_client_account (account_id, removed),
  foreign key (account_id) references account (id)
) default character set utf8mb4 collate utf8mb4_unicode_ci;

-- What an account gave a client: from the question for consent to the last refresh, one row. It is deleted when it ends.
create table oauth_grant (
  id              bigint       not null auto_increment primary key,
  uuid            varchar(64)  character set ascii collate ascii_bin not null,
  version         bigint       not null,
  account_id      bigint       not null,
  client_id       varchar(64)  character set ascii collate ascii_bin not null,
  -- Which kind of client it is: a registered one, a key, or neither, which is a built-in one.
  oauth_client_id bigint       null,
  credential_id   bigint       null,
  grant_type      varchar(32)  character set ascii collate ascii_bin not null,
  scopes          varchar(512) not null,
  -- The authorization request, JSON; null for a client that acts for itself.
  request         text         null,
  created         datetime(6)  not null,
  -- When nothing of it can be used any more.
  expires         datetime(6)  not null,
  last_used       datetime(6)  null,
  consent_hash    varchar(80)  character set ascii collate ascii_bin null,
  code_hash       varchar(80)  character set ascii collate ascii_bin null,
  code_issued     datetime(6)  null,
  code_expires    datetime(6)  null,
  code_ended      boolean      not null default false,
  access_hash     varchar(80)  character set ascii collate ascii_bin null,
  access_issued   datetime(6)  null,
  access_expires  datetime(6)  null,
  refresh_hash    varchar(80)  character set ascii collate ascii_bin null,
  refresh_issued  datetime(6)  null,
  refresh_expires datetime(6)  null,
  unique key oauth_grant_uuid (uuid),
  unique key oauth_grant_consent (consent_hash),
  unique key oauth_grant_code (code_hash),
  unique key oauth_grant_access (access_hash),
  unique key oauth_grant_refresh (refresh_hash),
  key oauth_grant_account (account_id),
  key oauth_grant_expires (expires),
  foreign key (account_id) references account (id),
  foreign key (oauth_client_id) references oauth_client (id),
  foreign key (credential_id) references credential (id)
) default character set utf8mb4 collate utf8mb4_unicode_ci;

-- Refresh tokens that were exchanged: who shows one again has stolen it, or was stolen from.
create table oauth_spent (
  token_hash varchar(80) character set ascii collate ascii_bin not null primary key,
  grant_id   bigint      not null,
  key oauth_spent_grant (grant_id),
  foreign key (grant_id) references oauth_grant (id) on delete cascade
) default character set utf8mb4 collate utf8mb4_unicode_ci;
