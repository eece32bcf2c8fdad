/** Messages that are written and not yet known to be taken. They keep their id, so that asking twice sends once. */
import { batch, signal } from "@preact/signals";
import { post, Refused, sentence, upload } from "./api";
import { parcel, type Picked } from "./files";

export interface Unsent {
  id: string;
  session: string;
  text: string;
  /** What goes along; it does not outlast the page. */
  files: readonly Picked[];
  state: "sending" | "failed" | "taken";
  reason: string;
  /** The number of the newest event when it was said. */
  after?: number;
}

/** What the house itself answered to a command: no part of the conversation, and gone with the page. */
export interface Reply {
  id: string;
  session: string;
  text: string;
  said: string;
  after: number;
  at: number;
}

export const replies = signal<readonly Reply[]>([]);

const KEY = "moltbot.unsent";
const PAUSES = [600, 1500, 3000, 6000];

export const unsent = signal<readonly Unsent[]>(kept());

function kept(): Unsent[] {
  try {
    const list = JSON.parse(sessionStorage.getItem(KEY) ?? "[]") as Unsent[];
    return list.map((message) => ({ ...message, files: [], state: "failed", reason: left(message) }));
  } catch {
    return [];
  }
}

function left(message: Unsent): string {
  const files = message.files?.length > 0 ? " Its files must be added again." : "";
  return "The page was left before it was sent." + files;
}

function change(list: readonly Unsent[]): void {
  unsent.value = list;
  const open = list.filter((message) => message.state !== "taken");
  const kept = open.map((message) => ({ ...message, files: message.files.map((one) => ({ name: one.name })) }));
  sessionStorage.setItem(KEY, JSON.stringify(kept));
}

function update(id: string, changes: Partial<Unsent>): void {
  change(unsent.value.map((message) => (message.id === id ? { ...message, ...changes } : message)));
}

export function send(session: string, text: string, files: readonly Picked[], after: number): void {
  const message: Unsent = { id: crypto.randomUUID(), session, text, files, state: "sending", reason: "", after };
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
      const { said } = await hand(message);
      if (said === undefined) {
        update(message.id, { state: "taken" });
      } else {
        answered(message, said);
      }
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

function answered({ id, session, text, after }: Unsent, said: string): void {
  batch(() => {
    drop(id);
    replies.value = [...replies.value, { id, session, text, said, after: after ?? Infinity, at: Date.now() }];
  });
}

function hand({ id, session, text, files }: Unsent): Promise<{ said?: string }> {
  const path = `/api/sessions/${session}/messages`;
  return files.length === 0 ? post(path, { id, text }) : upload(path, parcel(id, text, files));
}

function worthAnother(error: unknown): boolean {
  return !(error instanceof Refused) || error.status === 429 || error.status === 502 || error.status === 503 || error.status === 504;
}
