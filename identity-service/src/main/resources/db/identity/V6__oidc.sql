-- Sign-in with an OpenID Connect provider or GitHub (docs/adr/0017-sign-in-with-a-provider.md). The configurations are rows of
-- 'directory', with the client's secret as the sealed password.

-- A sign-in under way: the browser is at the provider. Deleted when it comes back; only hashes of what it must bring.
create table provider_sign_in (
  id           bigint        not null auto_increment primary key,
  state_hash   varchar(80)   character set ascii collate ascii_bin not null,
  browser_hash varchar(80)   character set ascii collate ascii_bin not null,
  -- The configuration it began with; under another one it ends.
  settings     varchar(80)   character set ascii collate ascii_bin not null,
  provider     varchar(32)   not null,
  trial        boolean       not null,
  redirect_uri varchar(1024) not null,
  return_to    varchar(1024) null,
  client_state varchar(512)  null,
  -- The page gets a session instead of a code.
  opens_session boolean      not null,
  expires      datetime(6)   not null,
  unique key provider_sign_in_state (state_hash),
  key provider_sign_in_expires (expires)
) default character set utf8mb4 collate utf8mb4_unicode_ci;

-- What the browser takes from the callback to POST /v2-beta/token, or to the configuration it was a trial of.
create table provider_code (
  code_hash  varchar(80) character set ascii collate ascii_bin not null primary key,
  settings   varchar(80) character set ascii collate ascii_bin not null,
  -- Who signed in; null: a trial, which makes no account, and 'person' says who it was.
  account_id bigint      null,
  person     mediumtext  null,
  expires    datetime(6) not null,
  key provider_code_expires (expires),
  foreign key (account_id) references account (id)
) default character set utf8mb4 collate utf8mb4_unicode_ci;

-- How a provider can be asked about somebody again. The refresh or access token is sealed with the key file; null: it cannot be
-- asked. 'asked' is also the lock: who moves it forward asks.
create table provider_grant (
  account_id   bigint      not null primary key,
  grant_sealed mediumtext  null,
  asked        datetime(6) not null,
  foreign key (account_id) references account (id)
) default character set utf8mb4 collate utf8mb4_unicode_ci;

-- A session of somebody who must set up a second factor first, and can do nothing else.
alter table auth_token
  add enrolling boolean not null default false;
