import type { ApprovalItem, ToolItem } from "../model/transcript";
import { bytes, capital, duration, number, text } from "./format";
import { FileIcon, Terminal } from "./icons";
import { Argv, argvOf, Fields } from "./Shown";

const TITLES: Record<string, string> = {
  run_command: "Run a command",
  read_file: "Read a file",
  write_file: "Write a file",
  list_files: "List files",
};

/** A call that was asked about is shown in full by its question, which follows; here it is only named. */
export function ToolCard({ item, approval }: { item: ToolItem; approval: ApprovalItem | undefined }) {
  const argv = argvOf(item.shows);
  const path = text(item.shows["path"]);
  const state = stateOf(item);
  return (
    <section class={`card tool ${state}`} aria-label={TITLES[item.tool] ?? item.tool}>
      <header>
        {argv === null ? <FileIcon /> : <Terminal />}
        <h3>{TITLES[item.tool] ?? item.tool}</h3>
        {argv === null && path !== "" && <code class="path">{path}</code>}
        <Chip item={item} state={state} waits={approval?.decision === null} />
      </header>
      {approval === undefined && argv !== null && <Argv words={argv} />}
      {approval === undefined && <Details item={item} path={path} />}
      {item.output !== "" && (
        <pre class="output" tabIndex={0} aria-label="Output">
          {item.output}
        </pre>
      )}
      {item.outcome !== null && <Numbers item={item} />}
    </section>
  );
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
  const shown = ["argv", ...(path === "" ? [] : ["path"])];
  const more = Object.keys(item.shows).some((name) => !shown.includes(name));
  return !more ? null : (
    <details>
      <summary>Everything it was given</summary>
      <Fields shows={item.shows} without={shown} />
    </details>
  );
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
