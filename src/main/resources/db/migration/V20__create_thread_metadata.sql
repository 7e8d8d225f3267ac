create table thread_metadata (
    pair uuid not null,
    created_at bigint not null,
    owner_id varchar(64) not null
);
