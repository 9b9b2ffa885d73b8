-- When somebody signed in here for the first time, which gives them an environment of their own. Accounts that are there already
-- have had their time: an environment that somebody removed must not come back.
alter table account
  -- observed: FirstSignInHandler
  add column first_sign_in datetime(6) null;

update account set first_sign_in = created where kind in ('admin', 'user');
