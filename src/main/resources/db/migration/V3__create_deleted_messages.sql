create table deleted_messages (
    thread_id varchar(64) not null references threads (id),
    id varchar(64) not null,
    position bigint not null,
    primary key (thread_id, id)
);
