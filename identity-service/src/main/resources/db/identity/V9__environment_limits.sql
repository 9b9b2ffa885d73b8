-- How much an environment may have and what its containers may do to their hosts; null: not limited, and the usual restrictions.
-- What scheduler-service says of the removal of what is in it.
alter table project
  -- spec: administrators
  add column quota           json          null,
  add column privileges      json          null,
  -- observed: scheduler-service's word
  add column removal_note    varchar(2048) null,
  add column emptied         datetime(6)   null;
