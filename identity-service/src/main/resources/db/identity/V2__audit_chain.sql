-- The audit log becomes a hash chain (docs/design/audit.md). Rows without a place in it are those from before this migration;
-- the service chains them once, before its port opens.
alter table audit_log
  add column seq           bigint   null,
  add column previous_hash char(64) character set ascii collate ascii_bin null,
  add column hash          char(64) character set ascii collate ascii_bin null,
  add unique key audit_log_seq (seq);

-- Where the chain ends ('head') and where its removed beginning ended ('tail'); locking a row orders the writers at that end.
-- 'adopted' is at 1 when the rows from before this migration have their places.
create table audit_end (
  name varchar(8) character set ascii collate ascii_bin not null primary key,
  seq  bigint   not null,
  hash char(64) character set ascii collate ascii_bin not null
) default character set utf8mb4 collate utf8mb4_unicode_ci;

insert into audit_end (name, seq, hash) values
  ('head', 0, repeat('0', 64)), ('tail', 0, repeat('0', 64)), ('adopted', 0, repeat('0', 64));

-- Ed25519 keys that sign checkpoints; private_sealed is encrypted with the key file.
create table audit_key (
  generation     int          not null primary key,
  public_key     varchar(255) character set ascii collate ascii_bin not null,
  private_sealed text         not null,
  created        datetime(6)  not null
) default character set utf8mb4 collate utf8mb4_unicode_ci;

create table audit_checkpoint (
  number         bigint       not null auto_increment primary key,
  kind           varchar(16)  character set ascii collate ascii_bin not null,
  seq            bigint       not null,
  hash           char(64)     character set ascii collate ascii_bin not null,
  created        datetime(6)  not null,
  key_generation int          not null,
  signature      varchar(128) character set ascii collate ascii_bin not null,
  unique key audit_checkpoint_place (seq, kind),
  foreign key (key_generation) references audit_key (generation)
) default character set utf8mb4 collate utf8mb4_unicode_ci;
