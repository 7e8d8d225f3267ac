create table retention_start (
    at bigint not null primary key
);
