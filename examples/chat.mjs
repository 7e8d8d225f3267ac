// A chat in the terminal. It stores the conversation in Bobbin and gets the replies from any OpenAI-compatible chat
// endpoint. To continue a conversation later, pass the thread id that the program prints at the end.
//
//     npm install
//     CHAT_URL=http://127.0.0.1:11434/v1 CHAT_MODEL=llama3.2 node chat.mjs [thread_...]
//
// BOBBIN_URL is Bobbin's base URL (default: http://127.0.0.1:8080/v1). BOBBIN_KEY is its API key. CHAT_KEY is the API
// key of the chat endpoint.
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

/** Stores a message. The idempotency key makes retries safe: the server creates the message only once. */
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
console.log(`To continue: node chat.mjs ${thread}`);
