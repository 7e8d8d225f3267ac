create table conversations (
    id varchar(64) not null primary key,
    project varchar(255) not null,
    created_at bigint not null,
    last_position bigint not null,
    metadata varchar not null
);
create table conversation_items (
    conversation_id varchar(64) not null references conversations (id),
    id varchar(64) not null,
    position bigint not null,
    type varchar(32) not null,
    item varchar not null,
    primary key (conversation_id, id),
    unique (conversation_id, position)
);
create table conversation_item_tombstones (
    conversation_id varchar(64) not null references conversations (id),
    id varchar(64) not null,
    position bigint not null,
    primary key (conversation_id, id)
);
create index conversation_item_tombstones_by_position on conversation_item_tombstones (conversation_id, position);
create table pending_conversation_deletions (
    id varchar(64) not null primary key
);
create table conversation_tombstones (
    id varchar(64) not null primary key,
    project varchar(255) not null,
    created_at bigint not null,
    deleted_at bigint not null
);
create index conversation_tombstones_by_deletion on conversation_tombstones (deleted_at);
alter table kept_answers add column first_position bigint;
alter table kept_answers add column last_position bigint;
create index kept_answers_by_position on kept_answers (thread_id, last_position);
create table thread_tombstones (
    id varchar(64) not null primary key,
    project varchar(255) not null,
    created_at bigint not null,
    deleted_at bigint not null
);
create index thread_tombstones_by_deletion on thread_tombstones (deleted_at);
create table thread_metadata (
    pair varchar(43) not null,
    created_at bigint not null,
    owner_id varchar(64) not null
);
create index thread_metadata_by_owner on thread_metadata (owner_id);
create table conversation_metadata (
    pair varchar(43) not null,
    created_at bigint not null,
    owner_id varchar(64) not null
);
create index conversation_metadata_by_owner on conversation_metadata (owner_id);
alter table threads add column indexed_metadata varchar(43);
