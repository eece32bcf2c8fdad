/** Which page lies over the conversation: one at a time, or none. */
import { signal } from "@preact/signals";

export type Page = "memory" | "schedules" | "people" | "skills" | "security";

export const page = signal<Page | null>(null);

export function close(): void {
  page.value = null;
}
