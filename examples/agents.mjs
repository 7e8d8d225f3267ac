// An agent in the terminal, with the OpenAI Agents SDK. The session stores the conversation in Bobbin, with every call
// of a tool. The replies come from any OpenAI-compatible chat endpoint. To continue a conversation later, pass the id
// that the program prints at the end.
//
//     npm install
//     OPENAI_BASE_URL=http://127.0.0.1:11434/v1 OPENAI_API_KEY=any MODEL=llama3.2 node agents.mjs [conv_...]
//
// Without OPENAI_BASE_URL, the replies come from OpenAI. BOBBIN_URL is Bobbin's base URL (default:
// http://127.0.0.1:8080/v1). BOBBIN_KEY is its API key.
import { createInterface } from "node:readline/promises";
import {
  Agent,
  OpenAIChatCompletionsModel,
  OpenAIConversationsSession,
  run,
  setTracingDisabled,
  tool,
} from "@openai/agents";
import OpenAI from "openai";
import { z } from "zod";

setTracingDisabled(true); // The SDK would send traces to OpenAI.

const model = new OpenAI(); // reads OPENAI_BASE_URL and OPENAI_API_KEY
const bobbin = new OpenAI({
  baseURL: process.env.BOBBIN_URL ?? "http://127.0.0.1:8080/v1",
  apiKey: process.env.BOBBIN_KEY ?? "any",
});

const findNeedle = tool({
  name: "find_needle",
  description: "Returns the needle for a fabric.",
  parameters: z.object({ fabric: z.string() }),
  execute: ({ fabric }) => (fabric === "denim" ? "jeans needle, size 100/16" : "universal needle, size 80/12"),
});
const agent = new Agent({
  name: "Tailor",
  instructions: "Answer in one sentence.",
  model: new OpenAIChatCompletionsModel(model, process.env.MODEL ?? "gpt-5-mini"),
  tools: [findNeedle],
});
const session = new OpenAIConversationsSession({ client: bobbin, conversationId: process.argv[2] });

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === "") continue;
  const result = await run(agent, line, { session });
  console.log(`assistant: ${result.finalOutput}`);
}
console.log(`To continue: node agents.mjs ${await session.getSessionId()}`);
