create index threads_by_date on threads (project, created_at, id);
create index conversations_by_date on conversations (project, created_at, id);
create index thread_metadata_by_date on thread_metadata (pair, created_at, owner_id);
create index conversation_metadata_by_date on conversation_metadata (pair, created_at, owner_id);
