/** Who may talk to the assistant in messengers, who asked to, and what could not be delivered to them. */
import { computed, signal } from "@preact/signals";
import { get, post } from "./api";

export interface Address {
  channel: string;
  kind: "direct" | "group" | "thread";
  id: string;
}

export interface Knock {
  code: string;
  address: Address;
  name: string;
  /** Of a group: who wrote there. */
  asker?: string;
  at: number;
}

export interface Guest {
  key: string;
  address: Address;
  name: string;
  owner: boolean;
  at: number;
  by: string;
  /** Missing where there are all. */
  tools?: string[];
  /** Of a hook: the key of whoever is told what the assistant says to it; empty for nobody. */
  answers?: string;
}

/** What an owner gives together, or does not; in the order it is shown in. */
export const TOOLS: Record<string, string> = {
  files: "files of the conversation",
  commands: "commands in sandboxes",
  browser: "a browser in a sandbox",
  web: "pages of the web and searches",
  servers: "your servers of tools",
  memory: "what is remembered",
  schedule: "doing things later",
  skills: "your skills",
};

/** A QR code: a character for each dot, row by row, `1` where it is dark. */
export interface Picture {
  size: number;
  dark: string;
}

/** How linking a Signal account stands. */
export interface Linking {
  number: number;
  state: "idle" | "begun" | "code" | "linked" | "over";
  picture?: Picture;
  text?: string;
}

export interface Messenger {
  channel: string;
  state: "connecting" | "unlinked" | "connected" | "stopped";
  why: string;
  account: string;
  called: string;
  since: number;
}

export interface Letter {
  letter: number;
  address: string;
  name: string;
  state: "waiting" | "sending" | "dead";
  tries: number;
  made: number;
  why: string;
  text: string;
}

export interface People {
  direct: "pairing" | "allow-list" | "closed" | "open";
  waiting: Knock[];
  guests: Guest[];
  /** Missing where it cannot be told just now. */
  channels?: Messenger[];
  letters?: Letter[];
}

export const people = signal<People | null>(null);
/** How many wait for the owner here: who asks to be let in, and what could not be delivered. */
export const waitingPeople = computed(
  () =>
    (people.value?.waiting.length ?? 0) + (people.value?.letters ?? []).filter((letter) => letter.state === "dead").length,
);

export async function refreshPeople(): Promise<void> {
  people.value = await get<People>("/api/people");
}

async function change(path: string, body: object): Promise<void> {
  await post(path, body);
  await refreshPeople();
}

export const letIn = (code: string, owner: boolean) => change(`/api/pairing/${code}/approve`, { owner });
export const sendAway = (code: string) => change(`/api/pairing/${code}/deny`, {});
export const putOut = (key: string) => change(`/api/pairing/${key}/remove`, {});

/** Begins where nothing is known yet; else waits a while for what is newer. */
export const linkSignal = (after: number | null) => post<Linking>("/api/pairing/signal/link", after === null ? {} : { after });
export const leaveLinking = () => post("/api/pairing/signal/leave", {});

/** All there are, also those to come, where none are named. */
export const give = (key: string, tools: string[] | null) => change(`/api/pairing/${key}/tools`, { tools: tools ?? "all" });

export const resend = (letter: number) => change(`/api/outbox/${letter}/resend`, {});
export const giveUp = (letter: number) => change(`/api/outbox/${letter}/drop`, {});
