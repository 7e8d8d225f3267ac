create table kept_answers (
    path varchar(255) not null,
    project varchar(255) not null,
    idempotency_key varchar(255) not null,
    request_digest varchar(64) not null,
    thread_id varchar(64) not null,
    object_id varchar(64) not null,
    answer varchar,
    expires_at bigint not null,
    primary key (path, project, idempotency_key)
);
