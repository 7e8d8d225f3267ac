create index threads_by_date on threads (project, created_at, id collate "C");
create index conversations_by_date on conversations (project, created_at, id collate "C");
create index thread_metadata_by_date on thread_metadata (pair, created_at, owner_id collate "C");
create index conversation_metadata_by_date on conversation_metadata (pair, created_at, owner_id collate "C");
create index threads_with_outdated_index on threads (id) where coalesce(indexed_metadata, md5('{}')) <> md5(metadata);
