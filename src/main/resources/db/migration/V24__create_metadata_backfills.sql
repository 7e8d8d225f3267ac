create table metadata_backfills (
    completed_at bigint not null primary key
);
