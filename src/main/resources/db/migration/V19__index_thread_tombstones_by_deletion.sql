create index thread_tombstones_by_deletion on thread_tombstones (deleted_at);
