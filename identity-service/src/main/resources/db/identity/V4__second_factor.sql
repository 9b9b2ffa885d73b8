-- A second factor at sign-in. The secret must be readable to check codes, so it is sealed with the key file; recovery codes are
-- random and only hashed.
create table second_factor (
  account_id    bigint      not null primary key,
  secret_sealed text        not null,
  confirmed     boolean     not null,
  -- The newest 30 s step whose code was accepted: no code is accepted twice.
  last_step     bigint      not null,
  created       datetime(6) not null,
  foreign key (account_id) references account (id)
) default character set utf8mb4 collate utf8mb4_unicode_ci;

create table recovery_code (
  account_id bigint      not null,
  code_hash  varchar(80) character set ascii collate ascii_bin not null,
  primary key (account_id, code_hash),
  foreign key (account_id) references account (id)
) default character set utf8mb4 collate utf8mb4_unicode_ci;
