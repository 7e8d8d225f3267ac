create table conversation_items (
    conversation_id varchar(64) not null references conversations (id),
    id varchar(64) not null,
    position bigint not null,
    type varchar(32) not null,
    item varchar not null,
    primary key (conversation_id, id),
    unique (conversation_id, position)
);
