create table conversation_item_tombstones (
    conversation_id varchar(64) not null references conversations (id),
    id varchar(64) not null,
    position bigint not null,
    primary key (conversation_id, id)
);
