"""A conversation in Python: creates a thread, says something, reads it page by page, and deletes it.

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

# With a key of its own the message is created once, however often the client has to try.
answer = threads.messages.create(
    thread.id,
    role="assistant",
    content="A stout one, of polyester.",
    extra_headers={"Idempotency-Key": str(uuid.uuid4())},
)
threads.messages.update(answer.id, thread_id=thread.id, metadata={"rating": "good"})

# Asks for one page after the other.
for message in threads.messages.list(thread.id, order="asc", limit=1):
    print(f"{message.role}: {message.content[0].text.value}")

threads.messages.delete(answer.id, thread_id=thread.id)
try:
    threads.messages.retrieve(answer.id, thread_id=thread.id)
except NotFoundError as error:
    print(f"deleted: {error.body['message']}")
threads.delete(thread.id)
