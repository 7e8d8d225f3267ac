create table message_details (
    thread_id varchar(64) not null,
    position bigint not null,
    run_id varchar(64),
    details varchar not null,
    primary key (thread_id, position),
    foreign key (thread_id, position) references messages (thread_id, position) on delete cascade
);
