-- A table with rows keeps its key, because a new index would block the other servers.
do $$
begin
    if not exists (select from conversation_items) then
        alter table conversation_items drop constraint conversation_items_pkey, add primary key (id, conversation_id);
    end if;
end
$$;
