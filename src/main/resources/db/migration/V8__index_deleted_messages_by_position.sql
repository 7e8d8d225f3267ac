create index deleted_messages_by_position on deleted_messages (thread_id, position);
