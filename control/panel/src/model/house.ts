/** The state of the house: breaker, compartments, model, sandbox. */
import { computed, signal } from "@preact/signals";
import { get } from "./api";
import type { GuardReport, Overview } from "./events";

export const overview = signal<Overview | null>(null);
export const insecure = signal<readonly string[]>([]);
export const checks = signal<GuardReport | null>(null);
export const statusOpen = signal(false);

export type Guard = "guarded" | "checking" | "blocked" | "unknown";

export const guard = computed<Guard>(() => {
  switch (overview.value?.breaker?.state) {
    case "CLOSED":
      return "guarded";
    case "HALF_OPEN":
      return "checking";
    case "OPEN":
      return "blocked";
    default:
      return "unknown";
  }
});

export const GUARD_WORDS: Record<Guard, string> = {
  guarded: "Guarded",
  checking: "Being checked",
  blocked: "Blocked",
  unknown: "State unknown",
};

let timer = 0;

/** Looks now, and then again: often while someone watches, seldom otherwise, never in a hidden tab. */
export async function look(): Promise<void> {
  clearTimeout(timer);
  if (!document.hidden) {
    try {
      overview.value = await get<Overview>("/api/overview");
    } catch {
      overview.value = overview.value && { ...overview.value, breaker: null };
    }
    try {
      checks.value = await get<GuardReport>("/auth/guard");
    } catch {
      checks.value = null;
    }
  }
  timer = window.setTimeout(() => void look(), statusOpen.value ? 3_000 : 15_000);
}
