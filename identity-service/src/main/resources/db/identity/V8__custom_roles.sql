-- spec: roles made by owners, for their environment, and by administrators, for all (project_id null).
create table custom_role (
  id          bigint        not null auto_increment primary key,
  uuid        varchar(64)   not null,
  project_id  bigint        null,
  name        varchar(64)   not null,
  description varchar(1024) null,
  base_role   varchar(16)   not null,
  -- One grant per line, as in the API.
  grants      text          not null,
  created     datetime(6)   not null,
  removed     datetime(6)   null,
  -- A unique key ignores null, and every environment's name may be taken once.
  live_scope  bigint        as (if(removed is null, ifnull(project_id, 0), null)),
  unique key custom_role_live_name (live_scope, name),
  foreign key (project_id) references account (id)
) default character set utf8mb4 collate utf8mb4_unicode_ci;

-- spec: the custom role of a member; `role` is then the role it is based on, which never changes.
alter table project_member
  add column custom_role_id bigint null,
  add column custom_role_key bigint as (ifnull(custom_role_id, 0)),
  add foreign key (custom_role_id) references custom_role (id),
  add unique key project_member_live_role (project_id, external_id_type, external_id, role, custom_role_key, live);
alter table project_member drop key project_member_live;

-- spec: what new environments begin with; templates of administrators may be public.
create table project_template (
  id          bigint        not null auto_increment primary key,
  uuid        varchar(64)   not null,
  account_id  bigint        not null,
  name        varchar(255)  not null,
  description varchar(1024) null,
  is_public   boolean       not null,
  external_id varchar(255)  null,
  -- JSON, as in the API.
  stacks      mediumtext    not null,
  created     datetime(6)   not null,
  removed     datetime(6)   null,
  live_name   varchar(255)  as (if(removed is null, name, null)),
  unique key project_template_live_name (live_name),
  foreign key (account_id) references account (id)
) default character set utf8mb4 collate utf8mb4_unicode_ci;

-- spec: the template an environment was made from, and its stacks as they were then: JSON of TemplateStack.
alter table project
  add column project_template_id bigint null,
  add column template_stacks mediumtext null;
