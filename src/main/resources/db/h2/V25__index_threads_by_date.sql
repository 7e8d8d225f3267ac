create index threads_by_date on threads (project, created_at, id);
