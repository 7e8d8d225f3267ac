"""Stands in for the Python package openai, which the build cannot install.

It has only the calls that docs/testing.md uses.
"""

import json
import urllib.request
from types import SimpleNamespace


class OpenAI:
    def __init__(self, base_url, api_key):
        def call(method, path, **body):
            request = urllib.request.Request(
                base_url + path,
                method=method,
                data=json.dumps(body).encode() if method == "POST" else None,
                headers={"Authorization": f"Bearer {api_key}", "Content-Type": "application/json"},
            )
            with urllib.request.urlopen(request) as response:
                return json.load(response, object_hook=lambda members: SimpleNamespace(**members))

        messages = SimpleNamespace(
            create=lambda thread_id, **body: call("POST", f"/threads/{thread_id}/messages", **body),
            list=lambda thread_id: call("GET", f"/threads/{thread_id}/messages"),
        )
        threads = SimpleNamespace(create=lambda **body: call("POST", "/threads", **body), messages=messages)
        self.beta = SimpleNamespace(threads=threads)
