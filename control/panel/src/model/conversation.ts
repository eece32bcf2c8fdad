/** The conversation on screen and the one stream it comes from. */
import { batch, computed, effect, signal } from "@preact/signals";
import { get, post, Refused, sentence } from "./api";
import type { ChatEvent, Meanwhile, Ready, SessionSummary } from "./events";
import type { Picked } from "./files";
import { drop, replies, send, unsent } from "./outbox";
import { after, EMPTY, open } from "./transcript";

export type Link = "connecting" | "live" | "lost";

export const session = signal("");
export const sessions = signal<readonly SessionSummary[]>([]);
export const transcript = signal(EMPTY);
export const link = signal<Link>("connecting");
/** Why the link is lost, where that is known. */
export const trouble = signal("");
export const loaded = signal(false);
/** What a screen reader hears: whole answers, never pieces. */
export const spoken = signal("");

export const running = computed(() => transcript.value.running.size > 0);
/** It is being summed up: what is said meanwhile waits for that. */
export const summing = computed(() => {
  const last = transcript.value.items.findLast((item) => item.kind === "notice" || item.kind === "ended");
  return running.value && last?.kind === "notice" && last.code === "summing-up";
});
/** The question that the next message answers. */
export const question = computed(() => open(transcript.value.items));
/** What becomes of a message that is sent while a turn runs here. */
export const meanwhile = computed<Meanwhile>(
  () => sessions.value.find((one) => one.session === session.value)?.meanwhile ?? "steer",
);
/** The model that was chosen for this conversation; empty for the usual one. */
export const chosenModel = computed(
  () => sessions.value.find((one) => one.session === session.value)?.model ?? chosenBefore.value[session.value] ?? "",
);
/** The same of conversations that nothing was said in yet, which no list shows. */
const chosenBefore = signal<Readonly<Record<string, string>>>({});

/** Looks what is chosen here, where the list does not say. */
export async function refreshChoice(): Promise<void> {
  const name = session.value;
  if (sessions.value.every((one) => one.session !== name)) {
    const { model } = await get<{ model: string }>(`/api/sessions/${name}/model`);
    chosenBefore.value = { ...chosenBefore.value, [name]: model };
  }
}
export const repliesHere = computed(() => replies.value.filter((reply) => reply.session === session.value));
export const unsentHere = computed(() => unsent.value.filter((message) => message.session === session.value));

let stream: EventSource | null = null;
let again = 0;
let tries = 0;

const WELL_FORMED = /^[A-Za-z0-9._-]{1,64}$/;

export function newName(): string {
  return "c-" + crypto.randomUUID().slice(0, 13);
}

/** Opens what the address names, else the newest conversation, else a new one. */
export async function begin(): Promise<void> {
  window.addEventListener("hashchange", () => show(named() ?? newName()));
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && link.value === "lost") {
      connect();
    }
  });
  await refreshSessions();
  show(named() ?? sessions.value[0]?.session ?? newName());
}

function named(): string | null {
  const name = location.hash.slice(1);
  return WELL_FORMED.test(name) ? name : null;
}

export function show(name: string): void {
  if (name === session.value) {
    return;
  }
  batch(() => {
    session.value = name;
    transcript.value = EMPTY;
    loaded.value = false;
    spoken.value = "";
  });
  if (location.hash !== `#${name}`) {
    history.pushState(null, "", `#${name}`);
  }
  tries = 0;
  connect();
}

export async function refreshSessions(): Promise<void> {
  try {
    sessions.value = (await get<{ sessions: SessionSummary[] }>("/api/sessions")).sessions;
  } catch (error) {
    trouble.value = sentence(error);
  }
}

function connect(): void {
  clearTimeout(again);
  stream?.close();
  const source = new EventSource(`/api/sessions/${session.value}/events?after=${transcript.value.lastSeq}`);
  stream = source;
  source.onopen = () => {
    transcript.value = { ...transcript.value, draft: null };
  };
  source.onmessage = (message: MessageEvent<string>) => {
    if (source === stream) {
      take(JSON.parse(message.data) as ChatEvent | Ready);
    }
  };
  source.onerror = () => {
    if (source === stream) {
      source.close();
      link.value = link.value === "live" ? "connecting" : link.value;
      void lost();
    }
  };
}

/** Asks for nothing more: the sign-in is about to end. */
export function hangUp(): void {
  clearTimeout(again);
  stream?.close();
  stream = null;
}

/** The browser does not say why a stream ended; a plain request does. */
async function lost(): Promise<void> {
  tries++;
  try {
    await get("/api/sessions");
    trouble.value = "";
  } catch (error) {
    trouble.value = sentence(error);
    link.value = "lost";
    if (error instanceof Refused && error.status === 401) {
      return;
    }
  }
  clearTimeout(again);
  const pause = Math.min(10_000, 250 * 2 ** Math.min(tries, 6)) * (0.75 + Math.random() / 2);
  again = window.setTimeout(connect, pause);
}

function take(event: ChatEvent | Ready): void {
  if (event.type === "ready") {
    tries = 0;
    batch(() => {
      link.value = "live";
      trouble.value = "";
      loaded.value = true;
    });
    return;
  }
  batch(() => {
    transcript.value = after(transcript.value, event);
    if (event.type === "user_message") {
      drop(event.id);
    }
    if (loaded.value) {
      speak(event);
    }
  });
  if (loaded.value && (event.type === "turn_finished" || event.type === "user_message")) {
    void refreshSessions();
  }
}

function speak(event: ChatEvent): void {
  switch (event.type) {
    case "assistant_text":
    case "notice":
      spoken.value = event.text;
      break;
    case "approval_asked":
      spoken.value = `Your approval is needed. ${event.why}`;
      break;
    case "question_asked":
      spoken.value = `Moltbot asks: ${event.question} ${event.choices.map((choice, index) => `${index + 1}: ${choice}.`).join(" ")}`;
      break;
    case "turn_finished":
      spoken.value = event.outcome === "done" ? spoken.value : `The answer ended: ${event.outcome}.`;
      break;
    case "file_given":
      spoken.value = "Moltbot gives you a file.";
      break;
    case "user_message":
    case "turn_joined":
    case "draft":
    case "tool_started":
    case "tool_finished":
    case "approval_answered":
      break;
  }
}

let choosing: Promise<unknown> = Promise.resolve();

/** Has what is said next wait until a choice for it is kept, or was refused. */
export function awaitChoice(kept: Promise<unknown>): void {
  choosing = kept.catch(() => undefined);
}

export function say(text: string, files: readonly Picked[] = []): void {
  if (text.trim().toLowerCase() === "/new" && files.length === 0) {
    show(newName());
    return;
  }
  const here = session.value;
  const seen = transcript.value.lastSeq;
  void choosing.then(() => send(here, text, files, seen));
}

/** A command may have changed what the list shows. */
effect(() => {
  const reply = replies.value.at(-1);
  if (reply !== undefined) {
    spoken.value = reply.said;
    void refreshSessions().then(refreshChoice).catch(() => undefined);
  }
});

export async function choose(chosen: Meanwhile): Promise<void> {
  await post(`/api/sessions/${session.value}/meanwhile`, { meanwhile: chosen });
  await refreshSessions();
}

export async function stop(): Promise<void> {
  await post(`/api/sessions/${session.value}/stop`, {});
}

/** Answers; the conversation itself says what became of it. */
export async function answer(approval: string, decision: "approve" | "always" | "deny"): Promise<void> {
  const said = decision === "deny" ? "deny" : "approve";
  await post(`/api/approvals/${approval}/${said}`, decision === "always" ? { always: true } : {});
}
