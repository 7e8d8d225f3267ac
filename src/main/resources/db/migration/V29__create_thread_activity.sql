create table thread_activity (
    thread_id varchar(64) not null primary key,
    position bigint not null,
    at bigint not null
);
