"""An agent in the terminal, with the OpenAI Agents SDK.

The session stores the conversation in Bobbin, with every call of a tool. The replies come from any OpenAI-compatible
chat endpoint. To continue a conversation later, pass the id that the program prints at the end.

    pip install openai-agents
    OPENAI_BASE_URL=http://127.0.0.1:11434/v1 OPENAI_API_KEY=any MODEL=llama3.2 python agents.py [conv_...]

Without OPENAI_BASE_URL, the replies come from OpenAI. BOBBIN_URL is Bobbin's base URL (default:
http://127.0.0.1:8080/v1). BOBBIN_KEY is its API key.
"""

import asyncio
import os
import sys

from agents import (
    Agent,
    OpenAIChatCompletionsModel,
    OpenAIConversationsSession,
    Runner,
    function_tool,
    set_tracing_disabled,
)
from openai import AsyncOpenAI

set_tracing_disabled(True)  # The SDK would send traces to OpenAI.

model = AsyncOpenAI()  # reads OPENAI_BASE_URL and OPENAI_API_KEY
bobbin = AsyncOpenAI(
    base_url=os.environ.get("BOBBIN_URL", "http://127.0.0.1:8080/v1"),
    api_key=os.environ.get("BOBBIN_KEY", "any"),
)


@function_tool
def find_needle(fabric: str) -> str:
    """Returns the needle for a fabric."""
    return "jeans needle, size 100/16" if fabric == "denim" else "universal needle, size 80/12"


agent = Agent(
    name="Tailor",
    instructions="Answer in one sentence.",
    model=OpenAIChatCompletionsModel(model=os.environ.get("MODEL", "gpt-5-mini"), openai_client=model),
    tools=[find_needle],
)
session = OpenAIConversationsSession(
    conversation_id=sys.argv[1] if len(sys.argv) > 1 else None,
    openai_client=bobbin,
)


async def main():
    for line in sys.stdin:
        if line.strip():
            result = await Runner.run(agent, line.strip(), session=session)
            print(f"assistant: {result.final_output}")
    print(f"To continue: python agents.py {session.session_id}")


asyncio.run(main())
