-- Names people sign in with are compared letter by letter but for the case, as those of a directory are: under a collation that
-- ignores accents, the local 'muller' would also be the directory's 'müller'.
alter table credential
  drop key credential_live_public_value,
  drop column live_public_value;

alter table credential
  add live_public_value varchar(255) character set utf8mb4 collate utf8mb4_bin
    as (if(removed is null, lower(public_value), null)),
  add unique key credential_live_public_value (live_public_value);
