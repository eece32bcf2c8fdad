/** What the assistant does later by itself, and what the owner does with it. */
import { signal } from "@preact/signals";
import { get, post } from "./api";

export interface Schedule {
  id: number;
  /** The conversation that asked, and is told what came of it. */
  origin: string;
  /** The conversation it runs in. */
  session: string;
  text: string;
  when: string;
  label: { input: "owner" | "untrusted"; data: "public" | "private" };
  made: number;
  state: "active" | "paused" | "over";
  /** How the last run ended; empty before the first. */
  last: string;
  next?: number;
  /** Whose it is; empty where it is the owner's. */
  whose: string;
}

export const schedules = signal<Schedule[] | null>(null);

export async function refreshSchedules(): Promise<void> {
  schedules.value = (await get<{ schedules: Schedule[] }>("/api/schedules")).schedules;
}

export async function changeSchedule(id: number, how: "pause" | "resume" | "delete"): Promise<void> {
  await post(`/api/schedules/${id}/${how}`, {});
  await refreshSchedules();
}
