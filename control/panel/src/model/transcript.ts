/** A conversation as it is shown: events that belong together become one item. */
import type { ChatEvent, Received, Shown } from "./events";

export type Item =
  | UserItem
  | { kind: "assistant"; key: string; at: number; text: string; model: string }
  | ToolItem
  | ApprovalItem
  | QuestionItem
  | { kind: "file"; key: string; at: number; call: string; path: string; size: number; image: boolean }
  | { kind: "notice"; key: string; at: number; code: string; text: string }
  | { kind: "ended"; key: string; at: number; outcome: string };

export interface UserItem {
  kind: "user";
  key: string;
  at: number;
  id: string;
  /** The turn that it began. */
  turn: string;
  channel: string;
  text: string;
  files: readonly Received[];
  /** Whoever wrote it took it back in their messenger. */
  takenBack: boolean;
}

export interface ToolItem {
  kind: "tool";
  key: string;
  at: number;
  call: string;
  tool: string;
  shows: Shown;
  outcome: string | null;
  output: string;
  detail: Shown;
}

export interface ApprovalItem {
  kind: "approval";
  key: string;
  at: number;
  approval: string;
  call: string;
  why: string;
  shows: Shown;
  /** What saying "always" would mean, in sentences; empty where that cannot be said. */
  always: readonly string[];
  /** Why it cannot be said. */
  once: string;
  decision: string | null;
  /** Where it was answered: `panel`, `host` or a messenger. */
  by?: string;
}

export interface QuestionItem {
  kind: "question";
  key: string;
  at: number;
  call: string;
  question: string;
  choices: readonly string[];
  expires: number;
  /** Of the call, once it is over. */
  outcome: string | null;
  answer: string;
  /** `answered`, `expired`, or empty where it was ended. */
  how: string;
}

export interface Transcript {
  items: readonly Item[];
  /** Turns that have begun and not ended. */
  running: ReadonlySet<string>;
  /** The answer that is being written, in the turn that writes it. */
  draft: { turn: string; text: string } | null;
  lastSeq: number;
}

export const EMPTY: Transcript = { items: [], running: new Set(), draft: null, lastSeq: -1 };

/** The conversation after one more event; an event that was seen before changes nothing. */
export function after(before: Transcript, event: ChatEvent): Transcript {
  if (event.type === "draft") {
    const old = before.draft?.turn === event.turn && !event.restart ? before.draft.text : "";
    return { ...before, draft: { turn: event.turn, text: old + event.text } };
  }
  if (event.seq <= before.lastSeq) {
    return before;
  }
  const keepsDraft = before.draft !== null && (before.draft.turn !== event.turn || event.type === "user_message");
  return {
    items: withEvent(before.items, event),
    running: runningAfter(before.running, event),
    draft: keepsDraft ? before.draft : null,
    lastSeq: event.seq,
  };
}

function runningAfter(running: ReadonlySet<string>, event: ChatEvent): ReadonlySet<string> {
  if (isTakenBack(event)) {
    // It may come long after its turn, and begins none.
    return running;
  }
  const over = event.type === "turn_finished" || event.type === "turn_joined";
  if (over !== running.has(event.turn)) {
    return running;
  }
  const next = new Set(running);
  if (over) {
    next.delete(event.turn);
  } else {
    next.add(event.turn);
  }
  return next;
}

function isTakenBack(event: ChatEvent): boolean {
  return event.type === "notice" && event.code === "taken-back";
}

/** What was taken back says so itself, where it is shown. */
function takenBack(items: readonly Item[], key: string, event: Extract<ChatEvent, { type: "notice" }>): readonly Item[] {
  const shown = items.some((item) => item.kind === "user" && item.turn === event.turn);
  return shown
    ? items.map((item) => (item.kind === "user" && item.turn === event.turn ? { ...item, takenBack: true } : item))
    : [...items, { kind: "notice", key, at: event.at, code: event.code, text: event.text }];
}

/** That a turn was ended needs no words where what began it was taken back. */
function ended(items: readonly Item[], key: string, event: Extract<ChatEvent, { type: "turn_finished" }>): readonly Item[] {
  const gone = event.outcome === "stopped" && items.some((item) => item.kind === "user" && item.turn === event.turn && item.takenBack);
  return event.outcome === "done" || gone ? items : [...items, { kind: "ended", key, at: event.at, outcome: event.outcome }];
}

function withEvent(items: readonly Item[], event: Exclude<ChatEvent, { type: "draft" }>): readonly Item[] {
  const key = String(event.seq);
  const at = event.at;
  switch (event.type) {
    case "user_message":
      return [...items, user(items, key, event)];
    case "assistant_text":
      return event.text.trim() === ""
        ? items
        : [...items, { kind: "assistant", key, at, text: event.text, model: event.model }];
    case "tool_started":
      return [...items, begun(key, at, event.call, event.tool, event.shows)];
    case "tool_finished":
      return finished(items, key, event);
    case "file_given":
      return given(items, key, event);
    case "approval_asked":
      return [...items, { ...pick(event), kind: "approval", key, at, decision: null }];
    case "approval_answered":
      return items.map((item) =>
        item.kind === "approval" && item.approval === event.approval ? { ...item, decision: event.decision, by: event.by ?? "" } : item,
      );
    case "question_asked":
      return asked(items, key, event);
    case "notice":
      return isTakenBack(event)
        ? takenBack(items, key, event)
        : [...items, { kind: "notice", key, at, code: event.code, text: event.text }];
    case "turn_joined":
      return items;
    case "turn_finished":
      return ended(items, key, event);
  }
}

function user(items: readonly Item[], key: string, event: Extract<ChatEvent, { type: "user_message" }>): Item {
  const { at, id, turn, channel, files = [] } = event;
  return { kind: "user", key, at, id, turn, channel, text: said(items, event.text), files, takenBack: false };
}

function pick(event: Extract<ChatEvent, { type: "approval_asked" }>) {
  const { approval, call, why, shows, always = [], once = "" } = event;
  return { approval, call, why, shows, always, once };
}

/** The question that waits for an answer; it comes in the place of the call that asks it. */
export function open(items: readonly Item[]): QuestionItem | undefined {
  return items.findLast((item): item is QuestionItem => item.kind === "question" && item.outcome === null);
}

function asked(items: readonly Item[], key: string, event: Extract<ChatEvent, { type: "question_asked" }>): readonly Item[] {
  const { at, call, question, choices, expires } = event;
  const others = items.filter((item) => item.kind !== "tool" || item.call !== call);
  return [...others, { kind: "question", key, at, call, question, choices, expires, outcome: null, answer: "", how: "" }];
}

/** Who answers by a number is shown what it stands for. */
function said(items: readonly Item[], text: string): string {
  const number = /^\s*([1-9])\.?\s*$/.exec(text)?.[1];
  return (number === undefined ? undefined : open(items)?.choices[Number(number) - 1]) ?? text;
}

/** A file comes in the place of the call that gives it. */
function given(items: readonly Item[], key: string, event: Extract<ChatEvent, { type: "file_given" }>): readonly Item[] {
  const { at, call, path, size, image } = event;
  const others = items.filter((item) => item.kind !== "tool" || item.call !== call);
  return [...others, { kind: "file", key, at, call, path, size, image }];
}

function begun(key: string, at: number, call: string, tool: string, shows: Shown): ToolItem {
  return { kind: "tool", key, at, call, tool, shows, outcome: null, output: "", detail: {} };
}

function finished(items: readonly Item[], key: string, event: Extract<ChatEvent, { type: "tool_finished" }>) {
  const ending = { outcome: event.outcome, output: event.output, detail: event.detail };
  const question = items.findLastIndex((item) => item.kind === "question" && item.call === event.call);
  const put = items[question];
  if (put?.kind === "question") {
    const how = typeof event.detail["question"] === "string" ? event.detail["question"] : "";
    return items.with(question, { ...put, outcome: event.outcome, answer: event.output, how });
  }
  const index = items.findLastIndex((item) => item.kind === "tool" && item.call === event.call && item.outcome === null);
  const item = items[index];
  if (item?.kind !== "tool") {
    return [...items, { ...begun(key, event.at, event.call, "tool", {}), ...ending }];
  }
  return items.with(index, { ...item, ...ending });
}
