-- A table with rows keeps its key, because a new index would block the other servers.
do $$
begin
    if not exists (select from messages) then
        alter table messages drop constraint messages_pkey, add primary key (id, thread_id);
    end if;
end
$$;
