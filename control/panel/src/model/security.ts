/** What the owner signs in with, where from, and the tokens of machines. */
import { signal } from "@preact/signals";
import { get, post } from "./api";

export interface Passkey {
  id: string;
  name: string;
  rpId: string;
  createdAt: number;
  lastUsedAt: number;
}

export interface SignIn {
  id: string;
  current: boolean;
  browser: string;
  by: string;
  signedInAt: number;
  lastUsedAt: number;
}

export interface Token {
  id: string;
  name: string;
  scopes: string[];
  expiresAt: number;
  lastUsedAt: number;
  ended: boolean;
}

export interface Factors {
  named: boolean;
  rpId: string;
  port: string;
  password: boolean;
  app: boolean;
  recoveryLeft: number;
  passkeys: Passkey[];
  sessions: SignIn[];
  tokens: Token[];
}

export interface Qr {
  size: number;
  path: string;
}

export const factors = signal<Factors | null>(null);

/** What is shown this once: recovery codes, or a token. */
export const once = signal<{ title: string; lines: string[]; note: string } | null>(null);

export async function refresh(): Promise<void> {
  factors.value = await get<Factors>("/auth/factors");
}

/** Does something that changes the above, then looks again. */
export async function change<T>(path: string, body: object): Promise<T> {
  const answer = await post<T>(path, body);
  await refresh();
  return answer;
}

export function showRecovery(codes: string[]): void {
  if (codes.length > 0) {
    once.value = {
      title: "Your recovery codes",
      lines: codes,
      note: "Each works once, in place of your app or passkey. They are shown only now: print them, or keep them in a password manager.",
    };
  }
}

export function showToken(token: string): void {
  once.value = {
    title: "The new token",
    lines: [token],
    note: "Shown only now. Send it as the header “authorization: Bearer …”. It can do what it is for and never approve or change anything; it ends with its date, when you revoke it, or when the breaker trips.",
  };
}
