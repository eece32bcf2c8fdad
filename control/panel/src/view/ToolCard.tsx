import { session } from "../model/conversation";
import type { Json, Shown } from "../model/events";
import type { ApprovalItem, ToolItem } from "../model/transcript";
import { bytes, capital, duration, number, text } from "./format";
import { FileIcon, Globe, Helper, Send, Terminal } from "./icons";
import { Markdown } from "./Markdown";
import { Argv, argvOf, Fields, flat, Letter, letterOf, visible } from "./Shown";

const TITLES: Record<string, string> = {
  run_command: "Run a command",
  read_file: "Read a file",
  write_file: "Write a file",
  edit_file: "Change a file",
  web_fetch: "Read a web page",
  web_search: "Search the web",
  list_files: "List files",
  browser: "Browser",
  load_tools: "Tools of a server",
  send_file: "Send a file",
  send_message: "Write to somebody",
  ask_user: "Ask you",
  sub_agent: "Sub-agent",
  skill: "Skill",
};

/** A tool of a server is named by both, and so is none of ours. */
function title(tool: string): string {
  const [, server, name] = /^mcp__([a-z0-9-]+)__(.+)$/.exec(tool) ?? [];
  return server === undefined || name === undefined ? (TITLES[tool] ?? tool) : `${name} of the server ${server}`;
}

/** A call that was asked about is shown in full by its question, which follows; here it is only named. */
export function ToolCard({ item, approval }: { item: ToolItem; approval: ApprovalItem | undefined }) {
  const shows = flat(item.shows);
  const argv = argvOf(shows);
  const browser = item.tool === "browser";
  const agent = item.tool === "sub_agent";
  const letter = letterOf(shows);
  const path = text(item.shows["path"]);
  const state = stateOf(item);
  return (
    <section class={`card tool ${state}${ofPart(item.call) ? " of-part" : ""}`} aria-label={title(item.tool)}>
      <header>
        {agent ? <Helper /> : browser ? <Globe /> : item.tool === "send_message" ? <Send /> : argv === null ? <FileIcon /> : <Terminal />}
        <h3>{title(item.tool)}</h3>
        {item.tool === "skill" && <code class="path">{visible(text(item.shows["name"]))}</code>}
        {argv === null && path !== "" && <code class="path">{path}</code>}
        {browser && <code class="path">{doing(shows, argv)}</code>}
        <Chip item={item} state={state} waits={approval?.decision === null} />
      </header>
      {approval === undefined && argv !== null && <Argv words={argv} />}
      {approval === undefined && letter !== null && <Letter letter={letter} />}
      {agent && approval === undefined && <p class="task">{visible(text(item.shows["task"]))}</p>}
      <Images item={item} />
      {approval === undefined && <Details item={item} path={path} />}
      {agent && item.outcome === "ok" && <Answer text={item.output} />}
      {item.output !== "" && !(agent && item.outcome === "ok") && (
        <pre class="output" tabIndex={0} aria-label="Output">
          {item.output}
        </pre>
      )}
      {item.outcome !== null && <Numbers item={item} />}
    </section>
  );
}

/** What a sub-agent does is named after the call that began it. */
export function ofPart(call: string): boolean {
  return call.includes(".");
}

/** What a sub-agent answered: to the assistant, not to the person. */
function Answer({ text }: { text: string }) {
  return (
    <div class="answered" role="group" aria-label="Its answer">
      <Markdown text={text} />
    </div>
  );
}

/** Pictures that came back: what the browser showed, or an image that was read. */
function Images({ item }: { item: ToolItem }) {
  const images = item.detail["images"];
  const names = Array.isArray(images) ? images.filter((one): one is string => typeof one === "string") : [];
  return (
    <>
      {names.map((name) => (
        <img
          key={name}
          class="shot"
          loading="lazy"
          src={`/api/sessions/${session.value}/images/${encodeURIComponent(name)}`}
          alt={item.tool === "browser" ? "The page as the browser showed it" : "The image that was read"}
        />
      ))}
    </>
  );
}

/** What is done in the browser, in a few words. */
function doing(shows: Shown, argv: readonly string[] | null): string {
  if (argv !== null) {
    return `open ${argv[4] ?? ""}`;
  }
  const on = number(shows["number"]);
  return [text(shows["action"]), text(shows["url"]), on === null ? "" : `[${on}]`, text(shows["text"])]
    .filter((word) => word !== "")
    .join(" ");
}

type State = "busy" | "good" | "bad" | "doubt";

function stateOf(item: ToolItem): State {
  const exit = number(item.detail["exitCode"]);
  switch (item.outcome) {
    case null:
      return "busy";
    case "ok":
      return exit === null || exit === 0 ? "good" : "bad";
    case "unknown":
      return "doubt";
    default:
      return "bad";
  }
}

const OUTCOMES: Record<string, string> = {
  ok: "Done",
  failed: "Failed",
  denied: "Not allowed",
  unavailable: "Unavailable",
  unknown: "Outcome unknown",
};

function Chip({ item, state, waits }: { item: ToolItem; state: State; waits: boolean }) {
  if (item.outcome === null && waits) {
    return <span class="chip doubt">Waits for you</span>;
  }
  if (item.outcome === null) {
    return (
      <span class="chip busy">
        <span class="spinner" /> Running
      </span>
    );
  }
  const exit = number(item.detail["exitCode"]);
  const ran = exit !== null && exit >= 0 && (item.outcome === "ok" || item.outcome === "failed");
  return <span class={`chip ${state}`}>{ran ? `Exit ${exit}` : (OUTCOMES[item.outcome] ?? item.outcome)}</span>;
}

/** What else belongs to the call: folded, but there. */
function Details({ item, path }: { item: ToolItem; path: string }) {
  const shown = ["argv", "recipient", "text", ...(item.tool === "sub_agent" ? ["task", ...(isEmpty(item.shows["tools"]) ? ["tools"] : [])] : []), ...(path === "" ? [] : ["path"])];
  const more = Object.keys(flat(item.shows)).some((name) => !shown.includes(name));
  return (
    <details>
      <summary>{more ? "Everything it was given" : "Why it was allowed or not"}</summary>
      {more && <Fields shows={flat(item.shows)} without={shown} />}
      <Why call={item.call} />
    </details>
  );
}

/** Where the reason for a decision is told: on the host, by the call's id. */
export function Why({ call }: { call: string }) {
  return (
    <p class="because">
      Why it was allowed or not: <code>./moltbot policy explain {call}</code>
    </p>
  );
}

function isEmpty(value: Json | undefined): boolean {
  return Array.isArray(value) && value.length === 0;
}

function Numbers({ item }: { item: ToolItem }) {
  const took = number(item.detail["tookMillis"]);
  const size = number(item.detail["bytes"]);
  const tier = text(item.detail["tier"]);
  const facts = [
    took === null ? "" : duration(took),
    tier === "" ? "" : `in ${tier}`,
    size === null ? "" : bytes(size),
    item.detail["outputTruncated"] === true ? "output was cut" : "",
    text(item.detail["ending"]) === "" || item.detail["ending"] === "exited"
      ? ""
      : text(item.detail["ending"]).replaceAll("_", " "),
    text(item.detail["detail"]),
    item.outcome === "unknown" ? "It may or may not have happened; it was not repeated." : "",
  ].filter((fact) => fact !== "");
  return facts.length === 0 ? null : <footer>{capital(facts.join(" · "))}</footer>;
}
