alter table conversation_items drop constraint if exists constraint_16;
