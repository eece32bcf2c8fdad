/** Requests to the breaker, and what their failures mean. */
import { askForProof } from "./stepup";


/** A request that was refused, with the reason the other side gave. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly reason: string,
    message: string,
  ) {
    super(message);
  }
}

let csrf = "";

export interface SignedIn {
  csrf: string;
  principal: string;
  insecure: string[];
}

export async function signedIn(): Promise<SignedIn> {
  const session = await get<SignedIn>("/auth/session");
  csrf = session.csrf;
  return session;
}

export function get<T>(path: string): Promise<T> {
  return ask<T>(path, { headers: { accept: "application/json" } });
}

export async function post<T>(path: string, body: object): Promise<T> {
  try {
    return await postOnce<T>(path, body);
  } catch (error) {
    if (error instanceof Refused && error.reason === "step-up" && (await askForProof())) {
      return postOnce<T>(path, body);
    }
    throw error;
  }
}

/** Shows a factor again. A wrong one is an answer here, and no reason to leave the page. */
export function prove(body: object): Promise<unknown> {
  return postOnce("/auth/step-up", body);
}

/** Sends a message with files: bytes, with time for a slow line. */
export function upload<T>(path: string, body: Blob): Promise<T> {
  const headers = { accept: "application/json", "content-type": "application/octet-stream", "x-csrf": csrf };
  return ask<T>(path, { method: "POST", headers, body }, 300_000);
}

function postOnce<T>(path: string, body: object): Promise<T> {
  return ask<T>(path, {
    method: "POST",
    headers: { accept: "application/json", "content-type": "application/json", "x-csrf": csrf },
    body: JSON.stringify(body),
  });
}

async function ask<T>(path: string, init: RequestInit, patience = 20_000): Promise<T> {
  const response = await fetch(path, { ...init, cache: "no-store", redirect: "error", signal: AbortSignal.timeout(patience) });
  const text = await response.text();
  if (response.ok) {
    return (text === "" ? {} : JSON.parse(text)) as T;
  }
  const error = errorIn(text);
  if (response.status === 401 && !(path === "/auth/step-up" && error?.reason !== "sign-in")) {
    leaveFor("/sign-in");
  } else if (response.status === 503 && (error === null || BLOCKED.has(error.reason))) {
    reloadOnce();
  }
  throw new Refused(
    response.status,
    error?.reason ?? "unknown",
    error?.message ?? "Moltbot gave no answer that could be read.",
  );
}

/** Reasons of the breaker itself: its own page says more than this one can. */
const BLOCKED = new Set(["open", "breaker-open", "blocked", "tripped", "no-lease"]);

function errorIn(text: string): { reason: string; message: string } | null {
  try {
    const parsed = JSON.parse(text) as { error?: { reason?: unknown; message?: unknown } };
    const { reason, message } = parsed.error ?? {};
    return typeof reason === "string" && typeof message === "string" ? { reason, message } : null;
  } catch {
    return null;
  }
}

function leaveFor(address: string): void {
  location.assign(address);
}

/** Shows the breaker's page; not again and again, should it be the panel that comes back. */
function reloadOnce(): void {
  const last = Number(sessionStorage.getItem("moltbot.reloaded") ?? 0);
  if (Date.now() - last > 10_000) {
    sessionStorage.setItem("moltbot.reloaded", String(Date.now()));
    location.reload();
  }
}

export async function signOut(): Promise<void> {
  await post("/auth/sign-out", {});
  sessionStorage.clear();
  leaveFor("/sign-in");
}

/** One plain sentence for whatever went wrong. */
export function sentence(error: unknown): string {
  return error instanceof Refused ? error.message : "Moltbot could not be reached.";
}
