alter table deleted_messages drop constraint if exists constraint_1d;
