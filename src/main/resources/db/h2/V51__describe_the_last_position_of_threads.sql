-- Earlier versions rely on this column. They reject a file with an unknown comment, so they cannot damage it.
comment on column threads.last_position is 'At most the last position of a message';
