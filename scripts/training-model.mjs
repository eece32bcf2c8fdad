// A model server for the training run of scripts/build: speaks just enough of Anthropic's streamed Messages API for the
// gateway to load what a real conversation loads. It asks for one command when it is told to run something, else it
// says one word. Prints its port; ends with its standard input.
import { createServer } from "node:http";

const usage = { input_tokens: 1, output_tokens: 1 };
const start = {
  type: "message_start",
  message: { id: "msg_1", type: "message", role: "assistant", model: "training", content: [], stop_reason: null,
    stop_sequence: null, usage },
};
const word = [{ type: "text", text: "" }, { type: "text_delta", text: "Done." }, "end_turn"];
const command = [
  { type: "tool_use", id: "toolu_1", name: "run_command", input: {} },
  { type: "input_json_delta", partial_json: '{"argv":["echo","hello"]}' },
  "tool_use",
];

const server = createServer(async (request, response) => {
  let question = "";
  for await (const piece of request) {
    question += piece;
  }
  const [block, delta, reason] =
    question.includes("and run it") && !question.includes("tool_result") ? command : word;
  response.writeHead(200, { "content-type": "text/event-stream" });
  for (const event of [
    start,
    { type: "content_block_start", index: 0, content_block: block },
    { type: "content_block_delta", index: 0, delta },
    { type: "content_block_stop", index: 0 },
    { type: "message_delta", delta: { stop_reason: reason, stop_sequence: null }, usage: { output_tokens: 2 } },
    { type: "message_stop" },
  ]) {
    response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  }
  response.end();
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
process.stdin.resume().on("end", () => process.exit(0));
