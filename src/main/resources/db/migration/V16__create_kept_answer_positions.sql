create table kept_answer_positions (
    owner_id varchar(64) not null,
    last_position bigint not null,
    first_position bigint not null,
    path varchar(255) not null,
    project varchar(255) not null,
    idempotency_key varchar(255) not null,
    expires_at bigint not null,
    primary key (owner_id, last_position)
);
