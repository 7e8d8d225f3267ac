create index conversation_metadata_by_owner on conversation_metadata (owner_id);
