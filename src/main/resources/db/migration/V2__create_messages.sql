create table messages (
    thread_id varchar(64) not null references threads (id),
    id varchar(64) not null,
    position bigint not null,
    role varchar(16) not null,
    created_at bigint not null,
    content varchar not null,
    attachments varchar not null,
    metadata varchar not null,
    primary key (thread_id, id),
    unique (thread_id, position)
);
