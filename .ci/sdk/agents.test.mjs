// Tests a session of OpenAI's Agents SDK with a model that speaks Chat Completions, as self-hosted models do.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, beforeEach, test } from "node:test";
import { Agent, OpenAIChatCompletionsModel, OpenAIConversationsSession, run, tool } from "@openai/agents";
import OpenAI from "openai";
import { z } from "zod";

const bobbin = new OpenAI({ baseURL: process.env.BOBBIN_URL, apiKey: "any", maxRetries: 0 });
const image = `data:image/png;base64,${"iVBORw0K".repeat(1000)}`;
const requests = [];
let agent;
let session;

// Calls the tool for a question, and repeats what the tool has returned. The vendor's own members are reasoning, audio,
// refusal and index.
function reply(messages) {
  const last = messages.at(-1);
  const vendor = { role: "assistant", reasoning: "Hm.", refusal: null, audio: null };
  if (last.role !== "user" || !JSON.stringify(last.content).includes("1+2")) {
    return { ...vendor, content: `After ${messages.length} messages: ok`, tool_calls: [] };
  }
  const add = { name: "add", arguments: '{"a":1,"b":2}' };
  const call = { id: `call_${messages.length}`, index: 0, type: "function", function: add };
  return { ...vendor, content: null, tool_calls: [call] };
}

const model = createServer(async (request, response) => {
  const { messages } = await new Response(request).json();
  requests.push(messages);
  const message = reply(messages);
  const finish_reason = message.tool_calls.length ? "tool_calls" : "stop";
  const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ id: "1", choices: [{ index: 0, finish_reason, message }], usage }));
});

before(async () => {
  await new Promise((listening) => model.listen(0, "127.0.0.1", listening));
  const client = new OpenAI({ baseURL: `http://127.0.0.1:${model.address().port}/v1`, apiKey: "any" });
  const add = tool({
    name: "add",
    description: "Adds two numbers.",
    parameters: z.object({ a: z.number(), b: z.number() }),
    execute: ({ a, b }) => String(a + b),
  });
  agent = new Agent({ name: "Adder", model: new OpenAIChatCompletionsModel(client, "stub"), tools: [add] });
});

beforeEach(() => {
  requests.length = 0;
  session = new OpenAIConversationsSession({ client: bobbin });
});

after(() => model.close());

const stored = async () =>
  Array.fromAsync(bobbin.conversations.items.list(await session.getSessionId(), { order: "asc" }));
const withoutId = ({ id, ...item }) => item;

test("stores a turn with a tool call, without the vendor's members", async () => {
  await run(agent, "What is 1+2?", { session });

  const items = await stored();
  assert.deepEqual(items.map((item) => item.id.replace(/_[0-9a-f]{48}$/, "")), ["msg", "fc", "fc", "msg"]);
  const call = { call_id: "call_1", status: "completed" };
  assert.deepEqual(items.map(withoutId), [
    { type: "message", status: "completed", content: [{ type: "input_text", text: "What is 1+2?" }], role: "user" },
    { type: "function_call", ...call, arguments: '{"a":1,"b":2}', name: "add" },
    { type: "function_call_output", ...call, output: items[2].output },
    {
      type: "message",
      status: "completed",
      content: [{ type: "output_text", annotations: [], logprobs: [], text: "After 3 messages: ok" }],
      role: "assistant",
    },
  ]);
  assert.match(JSON.stringify(items[2].output), /"3"/);
});

test("replays the history to the model", async () => {
  await run(agent, "What is 1+2?", { session });
  const id = await session.getSessionId();
  const continued = new OpenAIConversationsSession({ client: bobbin, conversationId: id });
  const { finalOutput } = await run(agent, "Thanks.", { session: continued });

  assert.equal(finalOutput, "After 5 messages: ok");
  assert.deepEqual(requests.at(-1).map(({ role }) => role), ["user", "assistant", "tool", "assistant", "user"]);
});

test("replays an image", async () => {
  const content = [
    { type: "input_text", text: "What is this?" },
    { type: "input_image", image },
  ];
  await run(agent, [{ role: "user", content }], { session, sessionInputCallback: (old, added) => [...old, ...added] });
  await run(agent, "Are you sure?", { session });

  assert.equal((await stored())[0].content[1].image_url, image);
  assert.equal(requests.at(-1)[0].content[1].image_url.url, image);
});

test("returns the last items, pops the last one and clears the session", async () => {
  await run(agent, "Hello", { session });
  await run(agent, "Again", { session });
  assert.deepEqual((await session.getItems(2)).map(({ role }) => role), ["user", "assistant"]);

  assert.equal((await session.popItem()).role, "assistant");
  assert.deepEqual((await stored()).map(({ role }) => role), ["user", "assistant", "user"]);

  const id = await session.getSessionId();
  await session.clearSession();
  await assert.rejects(bobbin.conversations.retrieve(id), OpenAI.NotFoundError);
  assert.deepEqual(await session.getItems(), []);
});
