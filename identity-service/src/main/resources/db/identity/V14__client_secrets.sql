-- A client's secret can be replaced while its programs still show the old one.
alter table oauth_client
  add column previous_hash varchar(80) character set ascii collate ascii_bin null,
  add column previous_until datetime(3) null;
