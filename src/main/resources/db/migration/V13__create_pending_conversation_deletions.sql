create table pending_conversation_deletions (
    id varchar(64) not null primary key
);
