alter table conversation_item_tombstones drop constraint if exists constraint_b;
