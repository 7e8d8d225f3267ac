// A chat that keeps its conversation in Bobbin, and lets any OpenAI-compatible chat endpoint answer. It can be left and
// gone on with: give it the thread that it names at the end.
//
//     npm install
//     CHAT_URL=http://127.0.0.1:11434/v1 CHAT_MODEL=llama3.2 node chat.mjs [thread_...]
//
// BOBBIN_URL (http://127.0.0.1:8080/v1) and BOBBIN_KEY say where Bobbin is, CHAT_KEY is the endpoint's key.
import { randomUUID } from "node:crypto";
import { createInterface } from "node:readline/promises";
import OpenAI from "openai";

const bobbin = new OpenAI({
  baseURL: process.env.BOBBIN_URL ?? "http://127.0.0.1:8080/v1",
  apiKey: process.env.BOBBIN_KEY ?? "any",
});
const model = new OpenAI({ baseURL: process.env.CHAT_URL, apiKey: process.env.CHAT_KEY ?? "any" });
const { threads } = bobbin.beta;

const thread = process.argv[2] ?? (await threads.create()).id;

/** Keeps a message, once, however often the client has to try. */
async function keep(role, content) {
  await threads.messages.create(thread, { role, content }, { headers: { "Idempotency-Key": randomUUID() } });
}

async function conversation() {
  const messages = [];
  for await (const message of threads.messages.list(thread, { order: "asc", limit: 100 })) {
    messages.push({ role: message.role, content: message.content.map((part) => part.text?.value ?? "").join("\n") });
  }
  return messages;
}

for (const { role, content } of await conversation()) {
  console.log(`${role}: ${content}`);
}
const terminal = createInterface({ input: process.stdin });
for await (const line of terminal) {
  if (line.trim() === "") continue;
  await keep("user", line);
  const answer = await model.chat.completions.create({
    model: process.env.CHAT_MODEL ?? "default",
    messages: await conversation(),
  });
  const text = answer.choices[0].message.content;
  await keep("assistant", text);
  console.log(`assistant: ${text}`);
}
console.log(`To go on: node chat.mjs ${thread}`);
