insert into retention_start (at) values (cast(floor(extract(epoch from current_timestamp)) as bigint));
