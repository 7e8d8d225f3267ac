#!/usr/bin/env bash
# Creates a thread, adds messages, lists them, and deletes the thread.
#
#     BOBBIN_URL=http://127.0.0.1:8080/v1 BOBBIN_KEY=sk-... examples/curl.sh
set -euo pipefail

url=${BOBBIN_URL:-http://127.0.0.1:8080/v1}

call() {
    curl -sS --fail-with-body -X "$1" "$url$2" -H "Authorization: Bearer ${BOBBIN_KEY:-any}" \
        -H 'Content-Type: application/json' "${@:3}"
}

id() {
    grep -o "\"id\":\"$1_[^\"]*\"" | head -1 | cut -d '"' -f 4
}

thread=$(call POST /threads | id thread)

# The idempotency keys make retries safe: the server creates each message only once.
call POST "/threads/$thread/messages" -H "Idempotency-Key: $thread-1" \
    -d '{"role": "user", "content": "Which thread suits denim?"}' > /dev/null
message=$(call POST "/threads/$thread/messages" -H "Idempotency-Key: $thread-2" \
    -d '{"role": "assistant", "content": "A strong polyester thread."}' | id msg)

call POST "/threads/$thread/messages/$message" -d '{"metadata": {"rating": "good"}}' > /dev/null
call GET "/threads/$thread/messages?order=asc"
echo
call DELETE "/threads/$thread"
echo
