/** What the runtime says of a conversation, as moltbot.contract.chat.ChatEvent writes it. */

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };
export type Shown = { [name: string]: Json };

interface Base {
  seq: number;
  turn: string;
  at: number;
}

/** A file that came along; `image` names the picture that can be shown, or is empty. */
export interface Received {
  path: string;
  size: number;
  image: string;
}

export type ChatEvent = Base &
  (
    | { type: "user_message"; id: string; channel: string; text: string; files?: Received[] }
    | { type: "draft"; text: string; restart: boolean }
    | { type: "assistant_text"; text: string; provider: string; model: string }
    | { type: "tool_started"; call: string; tool: string; shows: Shown }
    | { type: "tool_finished"; call: string; outcome: string; output: string; detail: Shown }
    | { type: "file_given"; call: string; path: string; size: number; image: boolean }
    | { type: "approval_asked"; call: string; approval: string; why: string; shows: Shown; always?: string[]; once?: string }
    | { type: "approval_answered"; call: string; approval: string; decision: string; by?: string }
    | { type: "question_asked"; call: string; question: string; choices: string[]; expires: number }
    | { type: "notice"; code: string; text: string }
    | { type: "turn_joined"; into: string }
    | { type: "turn_finished"; outcome: string }
  );

/** The end of what was kept; what follows is live. */
export interface Ready {
  type: "ready";
  seq: number;
}

export interface SessionSummary {
  session: string;
  updatedAt: number;
  preview: string;
  meanwhile: Meanwhile;
  /** The model that was chosen for it; empty for the usual one. */
  model?: string;
}

/** What becomes of a message that is sent while a turn runs. */
export type Meanwhile = "steer" | "queue";

export interface Compartment {
  name: string;
  state: string;
  pid?: number;
  uptimeSeconds?: number;
  rssBytes?: number;
  pssBytes?: number;
  restarts?: number;
}

/** What models cost, in billionths of a dollar, and the limit. */
export interface Spent {
  nanos: number;
  tokens: number;
  capNanos: number;
  capTokens: number;
}

export interface Overview {
  compartments: Compartment[];
  lease: { ageMillis?: number | null } | null;
  breaker: { state?: string; trip?: Shown | null; why?: string } | null;
  model: { provider: string; model: string; demo: boolean; day?: Spent; month?: Spent } | null;
  sandbox: { available: boolean; tier: string; reason: string } | null;
  version: string;
}

/** What the guardian reports of itself; see docs/LINKS.md. */
export interface GuardReport {
  rules: Check[];
  bypasses: Bypass[];
  reportAgeMillis: number;
}

export interface Check {
  id: string;
  title: string;
  result: "clear" | "found" | "blind" | "stale" | "waiting";
  ageMillis: number | null;
  findings: CheckFinding[];
}

export interface CheckFinding {
  action: "exposure" | "trip" | "hold" | "warn";
  reason: string;
  evidence: string;
  bypassed: Bypass | null;
}

export interface Bypass {
  check: string;
  subject: string;
  reason: string;
  until: string;
}
