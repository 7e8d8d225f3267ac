create index kept_answers_of_object on kept_answers (thread_id, object_id);
