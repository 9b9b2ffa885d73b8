alter table service
  -- spec: an administrator wrote its launch configs for a stack of a trusted template: the privilege policy does not bind them
  add column unbound boolean not null default false;

-- What came with the template and was not changed since.
update service s join stack t on t.id = s.stack_id set s.unbound = true
  where t.origin = 'TRUSTED_TEMPLATE' and s.launch_revision = 1 and s.created = t.created;

-- Environments that are gone keep nothing sealed.
delete v from secret_version v join secret s on s.id = v.secret_id join environment e on e.id = s.environment_id
  where e.purged is not null;
delete s from secret s join environment e on e.id = s.environment_id where e.purged is not null;
delete c from registry_credential c join environment e on e.id = c.environment_id where e.purged is not null;
delete r from registry r join environment e on e.id = r.environment_id where e.purged is not null;
delete c from certificate c join environment e on e.id = c.environment_id where e.purged is not null;
