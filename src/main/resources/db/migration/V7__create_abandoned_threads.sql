create table abandoned_threads (
    id varchar(64) not null primary key
);
