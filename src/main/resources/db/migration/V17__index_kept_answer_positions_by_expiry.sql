create index kept_answer_positions_by_expiry on kept_answer_positions (expires_at);
