"""Creates a thread, adds messages, lists them page by page, and deletes the thread.

    pip install openai
    BOBBIN_URL=http://127.0.0.1:8080/v1 BOBBIN_KEY=sk-... python conversation.py
"""

import os
import uuid

from openai import NotFoundError, OpenAI

client = OpenAI(
    base_url=os.environ.get("BOBBIN_URL", "http://127.0.0.1:8080/v1"),
    api_key=os.environ.get("BOBBIN_KEY", "any"),
)
threads = client.beta.threads

thread = threads.create(
    messages=[{"role": "user", "content": "Which thread suits denim?"}],
    metadata={"topic": "denim"},
)

# The idempotency key makes retries safe: the server creates the message only once.
answer = threads.messages.create(
    thread.id,
    role="assistant",
    content="A strong polyester thread.",
    extra_headers={"Idempotency-Key": str(uuid.uuid4())},
)
threads.messages.update(answer.id, thread_id=thread.id, metadata={"rating": "good"})

# The client requests further pages as needed.
for message in threads.messages.list(thread.id, order="asc", limit=1):
    print(f"{message.role}: {message.content[0].text.value}")

threads.messages.delete(answer.id, thread_id=thread.id)
try:
    threads.messages.retrieve(answer.id, thread_id=thread.id)
except NotFoundError as error:
    print(f"deleted: {error.body['message']}")
threads.delete(thread.id)
