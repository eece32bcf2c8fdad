/** Exactly what would be done. Words are boxed one by one, so that no spelling can make two words look like one. */
import type { Json, Shown } from "../model/events";
import { bytes, duration } from "./format";

export function Argv({ words }: { words: readonly string[] }) {
  return (
    <div class="argv" role="group" aria-label="Command">
      {words.map((word, index) => (
        <code key={index} class={word === "" ? "word void" : "word"}>
          {word === "" ? "empty" : visible(word)}
        </code>
      ))}
    </div>
  );
}

/** Characters that hide or turn the text around them are spelled out. */
export function visible(text: string): string {
  return text.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    (hidden) => `⟨U+${hidden.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`,
  );
}

/** What is held open names its program one step further down; nothing of it is left out. */
export function flat(shows: Shown): Shown {
  const { spec, ...rest } = shows;
  return isObject(spec) && Object.keys(spec).every((name) => !(name in rest)) ? { ...spec, ...rest } : shows;
}

function isObject(value: Json | undefined): value is { [name: string]: Json } {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

export function argvOf(shows: Shown): string[] | null {
  const argv = shows["argv"];
  return Array.isArray(argv) && argv.every((word) => typeof word === "string") ? (argv as string[]) : null;
}

/** A message to somebody else, with all of its text. */
export function letterOf(shows: Shown): { recipient: string; text: string } | null {
  const { recipient, text, to } = shows;
  return typeof recipient === "string" && typeof text === "string" && typeof to === "string" ? { recipient, text } : null;
}

export function Letter({ letter }: { letter: { recipient: string; text: string } }) {
  return (
    <div class="letter" role="group" aria-label="Message">
      <p>
        <span class="faint">To</span> <strong>{visible(letter.recipient)}</strong>
      </p>
      <pre tabIndex={0}>{visible(letter.text)}</pre>
    </div>
  );
}

/** Every field that is left, none omitted. */
export function Fields({ shows, without }: { shows: Shown; without: readonly string[] }) {
  const rows = Object.entries(shows).filter(([name]) => !without.includes(name));
  return rows.length === 0 ? null : (
    <dl class="fields">
      {rows.map(([name, value]) => (
        <div key={name} class={isLong(value) ? "long" : ""}>
          <dt>{NAMES[name] ?? name}</dt>
          <dd>
            <Value name={name} value={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

const NAMES: Record<string, string> = {
  env: "Environment",
  directory: "Directory",
  inputsSha256: "Workspace (SHA-256)",
  limits: "Limits",
  path: "Path",
  content: "Content",
  timeMillis: "time",
  memoryBytes: "memory",
  outputBytes: "output",
  diskBytes: "disk",
  lifeMillis: "Stays open",
  network: "Network",
  maxBytes: "at most",
  server: "Server",
  tool: "Tool",
  tools: "What the server says",
  arguments: "Arguments",
  to: "Address (digest)",
  definition: "As it describes itself (SHA-256)",
};

function isLong(value: Json): boolean {
  return typeof value === "string" && (value.length > 80 || value.includes("\n"));
}

/** Where it may go, a place a line. */
function Rules({ rules }: { rules: readonly Json[] }) {
  return (
    <ul class="rules">
      {rules.map((rule, index) => {
        if (!isObject(rule)) {
          return <li key={index}><code>{visible(JSON.stringify(rule))}</code></li>;
        }
        const { origin, path, methods, ...rest } = rule;
        const more = Object.entries(rest).filter(([, value]) => value !== "");
        return (
          <li key={index}>
            <code>{visible(`${typeof origin === "string" ? origin : JSON.stringify(origin)}${String(path)}`)}</code>
            <span class="faint"> {visible(Array.isArray(methods) ? methods.join(", ") : JSON.stringify(methods))}</span>
            {more.map(([part, value]) => (
              <span key={part}>
                {" "}
                {part} <Value name={part} value={value} />
              </span>
            ))}
          </li>
        );
      })}
    </ul>
  );
}

function Value({ name, value }: { name: string; value: Json }) {
  if (name === "rules" && Array.isArray(value)) {
    return <Rules rules={value} />;
  }
  if (typeof value === "string") {
    return isLong(value) ? <pre tabIndex={0}>{visible(value)}</pre> : <code>{visible(value)}</code>;
  }
  if (Array.isArray(value) && value.some(isObject)) {
    return (
      <ul class="parts">
        {value.map((one, index) => (
          <li key={index} class="whole">
            <Value name={name} value={one} />
          </li>
        ))}
      </ul>
    );
  }
  if (typeof value === "number") {
    return <span>{measured(name, value)}</span>;
  }
  if (value !== null && typeof value === "object" && !Array.isArray(value)) {
    const parts = Object.entries(value);
    return parts.length === 0 ? (
      <span class="faint">empty</span>
    ) : (
      <ul class="parts">
        {parts.map(([part, inner]) => (
          <li key={part} class={part === "rules" ? "whole" : ""}>
            {part !== "rules" && <span class="faint">{NAMES[part] ?? part}</span>} <Value name={part} value={inner} />
          </li>
        ))}
      </ul>
    );
  }
  return <code>{visible(JSON.stringify(value))}</code>;
}

function measured(name: string, value: number): string {
  if (name.endsWith("Millis")) {
    return duration(value);
  }
  return name.endsWith("Bytes") ? bytes(value) : String(value);
}
