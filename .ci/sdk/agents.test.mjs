// Tests a session of OpenAI's Agents SDK with a stub of a model. The stub serves Chat Completions, as self-hosted
// models do, and the Responses API.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, beforeEach, test } from "node:test";
import {
  Agent,
  OpenAIChatCompletionsModel,
  OpenAIConversationsSession,
  OpenAIResponsesModel,
  run,
  tool,
} from "@openai/agents";
import OpenAI from "openai";
import { z } from "zod";

const bobbin = new OpenAI({ baseURL: process.env.BOBBIN_URL, apiKey: "any", maxRetries: 0 });
const image = `data:image/png;base64,${"iVBORw0K".repeat(1000)}`;
const requests = [];
const agents = {};
let session;

const isQuestion = (last) => last.role === "user" && JSON.stringify(last.content).includes("1+2");
const add = { name: "add", arguments: '{"a":1,"b":2}' };
let ids = 0;
const idWith = (prefix) => prefix + (++ids).toString(16).padStart(50, "0");

// The stub calls the tool for a question, and otherwise returns the number of messages or items that it has received.
// The vendor's own members are reasoning, audio, refusal and index.
function chatCompletion({ messages }) {
  requests.push(messages);
  const message = { role: "assistant", reasoning: "Hm.", refusal: null, audio: null, tool_calls: [] };
  if (isQuestion(messages.at(-1))) {
    const call = { id: `call_${messages.length}`, index: 0, type: "function", function: add };
    Object.assign(message, { content: null, tool_calls: [call] });
  } else {
    message.content = `After ${messages.length} messages: ok`;
  }
  const finish_reason = message.tool_calls.length ? "tool_calls" : "stop";
  const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
  return { id: "1", choices: [{ index: 0, finish_reason, message }], usage };
}

// The server stores a call of a hosted tool with all its members, such as vendor_score.
const vendorCall = { action: { type: "search", query: "1+2", vendor: { x: null } }, vendor_score: 0.5 };

function response({ input }) {
  requests.push(input);
  const text = `After ${input.length} items: ok`;
  const content = [{ type: "output_text", annotations: [], logprobs: [], text }];
  const output = isQuestion(input.at(-1))
    ? [
        { id: idWith("rs_"), type: "reasoning", summary: [], encrypted_content: "gAAAA" },
        { id: idWith("ws_"), type: "web_search_call", status: "completed", ...vendorCall },
        { id: idWith("fc_"), type: "function_call", status: "completed", call_id: `call_${input.length}`, ...add },
      ]
    : [{ id: idWith("msg_"), type: "message", status: "completed", content, role: "assistant" }];
  const usage = { input_tokens: 1, output_tokens: 1, total_tokens: 2 };
  return { id: "resp_1", object: "response", status: "completed", output, usage };
}

const model = createServer(async (request, reply) => {
  const body = await new Response(request).json();
  reply.setHeader("content-type", "application/json");
  reply.end(JSON.stringify(request.url === "/v1/responses" ? response(body) : chatCompletion(body)));
});

before(async () => {
  await new Promise((listening) => model.listen(0, "127.0.0.1", listening));
  const client = new OpenAI({ baseURL: `http://127.0.0.1:${model.address().port}/v1`, apiKey: "any" });
  const tools = [
    tool({
      name: "add",
      description: "Adds two numbers.",
      parameters: z.object({ a: z.number(), b: z.number() }),
      execute: ({ a, b }) => String(a + b),
    }),
  ];
  agents.chat = new Agent({ name: "Adder", model: new OpenAIChatCompletionsModel(client, "stub"), tools });
  agents.responses = new Agent({ name: "Adder", model: new OpenAIResponsesModel(client, "stub"), tools });
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
  await run(agents.chat, "What is 1+2?", { session });

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
  await run(agents.chat, "What is 1+2?", { session });
  const id = await session.getSessionId();
  const continued = new OpenAIConversationsSession({ client: bobbin, conversationId: id });
  const { finalOutput } = await run(agents.chat, "Thanks.", { session: continued });

  assert.equal(finalOutput, "After 5 messages: ok");
  assert.deepEqual(requests.at(-1).map(({ role }) => role), ["user", "assistant", "tool", "assistant", "user"]);
});

test("replays the items of several turns to a model of the Responses API", async () => {
  for (const text of ["What is 1+2?", "Thanks.", "And 1+2 again?", "Bye."]) {
    await run(agents.responses, text, { session });
  }

  const called = ["message", "reasoning", "web_search_call", "function_call", "function_call_output", "message"];
  const thanked = ["message", "message"];
  const items = await stored();
  assert.deepEqual(items.map(({ type }) => type), [...called, ...thanked, ...called, ...thanked]);
  const replayed = requests.at(-1);
  assert.deepEqual(replayed.map(({ type = "message" }) => type), items.slice(0, -1).map(({ type }) => type));
  const ofHistory = (type) => replayed.filter((item) => item.type === type);
  for (const type of ["reasoning", "web_search_call", "function_call", "function_call_output"]) {
    assert.deepEqual(ofHistory(type), items.filter((item) => item.type === type));
  }
  for (const { action, vendor_score } of ofHistory("web_search_call")) {
    assert.deepEqual({ action, vendor_score }, vendorCall);
  }
});

for (const api of ["chat", "responses"]) {
  test(`replays an image to a model (${api})`, async () => {
    const content = [
      { type: "input_text", text: "What is this?" },
      { type: "input_image", image },
    ];
    const sessionInputCallback = (old, added) => [...old, ...added];
    await run(agents[api], [{ role: "user", content }], { session, sessionInputCallback });
    await run(agents[api], "Are you sure?", { session });

    assert.equal((await stored())[0].content[1].image_url, image);
    const replayed = requests.at(-1)[0].content[1].image_url;
    assert.equal(replayed.url ?? replayed, image);
  });

  test(`returns the last items, pops the last one and clears the session (${api})`, async () => {
    await run(agents[api], "Hello", { session });
    await run(agents[api], "Again", { session });
    assert.deepEqual((await session.getItems(2)).map(({ role }) => role), ["user", "assistant"]);

    assert.equal((await session.popItem()).role, "assistant");
    assert.deepEqual((await stored()).map(({ role }) => role), ["user", "assistant", "user"]);

    const id = await session.getSessionId();
    await session.clearSession();
    await assert.rejects(bobbin.conversations.retrieve(id), OpenAI.NotFoundError);
    assert.deepEqual(await session.getItems(), []);
  });
}
