create index thread_metadata_by_owner on thread_metadata (owner_id);
