-- spec: what clients remember for a person: UserPreferenceHandler. Rows are deleted with their account, and for good.
create table user_preference (
  id         bigint       not null auto_increment primary key,
  uuid       varchar(64)  not null,
  account_id bigint       not null,
  -- Letter by letter: programs choose it.
  name       varchar(255) character set utf8mb4 collate utf8mb4_bin not null,
  value      mediumtext   not null,
  created    datetime(6)  not null,
  unique key user_preference_name (account_id, name),
  foreign key (account_id) references account (id)
) default character set utf8mb4 collate utf8mb4_unicode_ci;
