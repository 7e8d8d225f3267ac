alter table conversations alter column id type varchar(64) collate "C";
alter table conversation_items alter column conversation_id type varchar(64) collate "C";
alter table conversation_item_tombstones alter column conversation_id type varchar(64) collate "C";
alter table pending_conversation_deletions alter column id type varchar(64) collate "C";
alter table conversation_tombstones alter column id type varchar(64) collate "C";
