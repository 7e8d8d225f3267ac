alter table messages drop constraint if exists constraint_1;
