create index kept_answers_by_expiry on kept_answers (expires_at);
