create index message_details_by_run on message_details (thread_id, run_id, position);
