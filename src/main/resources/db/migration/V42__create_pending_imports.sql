create table pending_imports (
    id varchar(64) primary key,
    token varchar(64) not null,
    expires_at bigint not null
);
