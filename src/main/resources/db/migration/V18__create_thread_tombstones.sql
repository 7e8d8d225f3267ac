create table thread_tombstones (
    id varchar(64) not null primary key,
    project varchar(255) not null,
    created_at bigint not null,
    deleted_at bigint not null
);
