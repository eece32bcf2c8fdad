// The official client, as any program uses it: what it got, in one line of JSON.
import OpenAI from "openai";

const settings = { baseURL: process.env.BASE, maxRetries: 0 };
const client = new OpenAI({ ...settings, apiKey: process.env.TOKEN });
const model = "moltbot";
const messages = [
  { role: "system", content: "Be brief." },
  { role: "user", content: "hello" },
];

async function failure(asking) {
  try {
    await asking();
    return "no failure";
  } catch (error) {
    return `${error.constructor.name} ${error.status} ${error.message}`;
  }
}

const models = (await client.models.list()).data.map((one) => one.id);
const whole = await client.chat.completions.create({ model, messages, temperature: 0.2 });
let streamed = "";
for await (const piece of await client.chat.completions.create({ model, messages, stream: true })) {
  streamed += piece.choices[0]?.delta?.content ?? "";
}
const tools = [{ type: "function", function: { name: "f", parameters: { type: "object" } } }];
console.log(
  JSON.stringify({
    models,
    whole: whole.choices[0].message.content,
    finish: whole.choices[0].finish_reason,
    streamed,
    foreignTools: await failure(() => client.chat.completions.create({ model, messages, tools })),
    otherModel: await failure(() => client.chat.completions.create({ model: "gpt-5", messages })),
    otherToken: await failure(() =>
      new OpenAI({ ...settings, apiKey: "mb_" + "x".repeat(43) }).models.list(),
    ),
  }),
);
