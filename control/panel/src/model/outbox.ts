/** Messages that are written and not yet known to be taken. They keep their id, so that asking twice sends once. */
import { signal } from "@preact/signals";
import { post, Refused, sentence } from "./api";

export interface Unsent {
  id: string;
  session: string;
  text: string;
  state: "sending" | "failed" | "taken";
  reason: string;
}

const KEY = "moltbot.unsent";
const PAUSES = [600, 1500, 3000, 6000];

export const unsent = signal<readonly Unsent[]>(kept());

function kept(): Unsent[] {
  try {
    const list = JSON.parse(sessionStorage.getItem(KEY) ?? "[]") as Unsent[];
    return list.map((message) => ({ ...message, state: "failed", reason: "The page was left before it was sent." }));
  } catch {
    return [];
  }
}

function change(list: readonly Unsent[]): void {
  unsent.value = list;
  sessionStorage.setItem(KEY, JSON.stringify(list.filter((message) => message.state !== "taken")));
}

function update(id: string, changes: Partial<Unsent>): void {
  change(unsent.value.map((message) => (message.id === id ? { ...message, ...changes } : message)));
}

export function send(session: string, text: string): void {
  const message: Unsent = { id: crypto.randomUUID(), session, text, state: "sending", reason: "" };
  change([...unsent.value, message]);
  void deliver(message);
}

export function retry(message: Unsent): void {
  update(message.id, { state: "sending", reason: "" });
  void deliver(message);
}

/** Takes a message off the list: it was given up, or it is in the conversation now. */
export function drop(id: string): void {
  if (unsent.value.some((message) => message.id === id)) {
    change(unsent.value.filter((message) => message.id !== id));
  }
}

async function deliver(message: Unsent): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await post(`/api/sessions/${message.session}/messages`, { id: message.id, text: message.text });
      update(message.id, { state: "taken" });
      return;
    } catch (error) {
      const pause = PAUSES[attempt];
      if (pause === undefined || !worthAnother(error)) {
        update(message.id, { state: "failed", reason: sentence(error) });
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

function worthAnother(error: unknown): boolean {
  return !(error instanceof Refused) || error.status === 429 || error.status === 502 || error.status === 503 || error.status === 504;
}
