create index conversation_metadata_by_date on conversation_metadata (pair, created_at, owner_id collate "C");
