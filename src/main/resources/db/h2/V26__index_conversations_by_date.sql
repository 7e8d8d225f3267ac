create index conversations_by_date on conversations (project, created_at, id);
