create table conversations (
    id varchar(64) not null primary key,
    project varchar(255) not null,
    created_at bigint not null,
    last_position bigint not null,
    metadata varchar not null,
    last_activity bigint not null
);
