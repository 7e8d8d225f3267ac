create index thread_metadata_by_date on thread_metadata (pair, created_at, owner_id collate "C");
