// Tests conversations with OpenAI's official client for Node.js.
import assert from "node:assert/strict";
import { test } from "node:test";
import OpenAI from "openai";

const client = new OpenAI({ baseURL: process.env.BOBBIN_URL, apiKey: "any", maxRetries: 0 });
const { conversations } = client;

const message = (text) => ({ role: "user", content: text });
const texts = (items) => items.map((item) => item.content[0].text);

test("creates, retrieves, updates and deletes a conversation", async () => {
  const created = await conversations.create({ items: [message("Hello")], metadata: { a: "1" } });
  assert.deepEqual(created.metadata, { a: "1" });
  const updated = await conversations.update(created.id, { metadata: { b: "2" } });
  assert.deepEqual(updated, { ...created, metadata: { b: "2" } });
  assert.deepEqual(await conversations.retrieve(created.id), updated);

  const deleted = await conversations.delete(created.id);
  assert.deepEqual(deleted, { id: created.id, object: "conversation.deleted", deleted: true });
  await assert.rejects(conversations.retrieve(created.id), OpenAI.NotFoundError);
});

test("creates a conversation without parameters", async () => {
  for (const parameters of [undefined, null, {}, { items: null, metadata: null }]) {
    assert.deepEqual((await conversations.create(parameters)).metadata, {});
  }
});

test("creates, lists, retrieves and deletes items", async () => {
  const conversation = await conversations.create();
  const inConversation = { conversation_id: conversation.id };
  const include = ["message.input_image.image_url", "reasoning.encrypted_content"];
  const created = await conversations.items.create(conversation.id, {
    items: [message("One"), message("Two")],
    include,
  });
  assert.deepEqual(texts(created.data), ["One", "Two"]);

  const [first, second] = created.data;
  assert.deepEqual(await conversations.items.retrieve(first.id, { ...inConversation, include }), first);
  const page = await conversations.items.list(conversation.id, { after: null, include });
  assert.deepEqual(page.data, [second, first]);
  assert.deepEqual(await conversations.items.delete(first.id, inConversation), conversation);
  await assert.rejects(conversations.items.retrieve(first.id, inConversation), OpenAI.NotFoundError);
});

// JavaScript rounds long numbers, so the test sends and compares text.
test("returns vendor members and long numbers unchanged", async () => {
  const { id } = await conversations.create();
  const members = '"score":0.12345678901234567890,"action":{"vendor":{"id":12345678901234567890123,"none":null}}';
  const url = `${client.baseURL}/conversations/${id}/items`;
  const headers = { "content-type": "application/json" };
  const body = `{"items":[{"type":"web_search_call",${members}}]}`;
  const created = await (await fetch(url, { method: "POST", headers, body })).text();
  assert.ok(created.includes(members), created);
  assert.equal(await (await fetch(url)).text(), created);
});

test("pages through 250 items in both orders", async () => {
  const { id } = await conversations.create();
  const expected = Array.from({ length: 250 }, (_, i) => `Item ${i}`);
  for (let i = 0; i < 250; i += 10) {
    await conversations.items.create(id, { items: expected.slice(i, i + 10).map(message) });
  }
  for (const limit of [undefined, 7, 50, 100]) {
    assert.deepEqual(texts(await Array.fromAsync(conversations.items.list(id, { order: "asc", limit }))), expected);
    const newestFirst = await Array.fromAsync(conversations.items.list(id, { limit }));
    assert.deepEqual(texts(newestFirst), expected.toReversed());
  }
});

test("lists conversations", async () => {
  const { id } = await conversations.create();
  const page = await client.get("/conversations", { query: { limit: 100 } });
  assert.ok(page.data.some((conversation) => conversation.id === id));
});

test("throws typed errors", async () => {
  const { id } = await conversations.create();
  await assert.rejects(conversations.items.create(id, { items: Array(21).fill(message("One")) }), {
    constructor: OpenAI.BadRequestError,
    code: "array_above_max_length",
    param: "items",
  });
  await assert.rejects(conversations.retrieve("undefined"), { status: 400, param: "conversation_id" });
});
