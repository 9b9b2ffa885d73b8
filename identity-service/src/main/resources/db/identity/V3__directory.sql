-- Sign-in with a directory (docs/adr/0014-sign-in-with-a-directory.md).

-- Distinguished names are compared letter by letter: under a collation that ignores accents, 'muller' would be 'müller'.
alter table account
  modify external_id varchar(512) character set utf8mb4 collate utf8mb4_bin null,
  -- Why a directory's user has no access at present; null: they have. Users of a directory only.
  add access_refused varchar(512) null,
  -- One account for each of a directory's users; removed ones do not count.
  add live_external_id varchar(512) character set utf8mb4 collate utf8mb4_bin
    as (if(removed is null, external_id, null)),
  add unique key account_live_external (external_id_type, live_external_id);

alter table project_member
  modify external_id varchar(512) character set utf8mb4 collate utf8mb4_bin not null,
  -- As the directory called the user or group when they became a member.
  add name varchar(255) null;

-- What a directory's user is: themselves and their groups, direct and nested, as read last.
create table account_identity (
  account_id       bigint       not null,
  external_id_type varchar(64)  not null,
  external_id      varchar(512) character set utf8mb4 collate utf8mb4_bin not null,
  name             varchar(255) not null,
  login            varchar(255) not null,
  is_user          boolean      not null,
  primary key (account_id, external_id_type, external_id),
  key account_identity_external (external_id_type, external_id),
  foreign key (account_id) references account (id)
) default character set utf8mb4 collate utf8mb4_unicode_ci;

-- One row per kind of directory; at most one is enabled. The service account's password is sealed with the key file.
create table directory (
  provider        varchar(32) not null primary key,
  enabled         boolean     not null,
  fields          mediumtext  not null,
  password_sealed text        null,
  changed         datetime(6) not null
) default character set utf8mb4 collate utf8mb4_unicode_ci;
