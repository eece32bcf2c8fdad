/** Which page lies over the conversation: one at a time, or none. */
import { signal } from "@preact/signals";

export type Page = "memory" | "schedules" | "people" | "skills" | "security";

export const page = signal<Page | null>(null);
let opener: Element | null = null;

export function open(at: Page): void {
  opener = document.activeElement;
  page.value = at;
}

export function close(): void {
  page.value = null;
}

/** Gives the focus back to where it was when the page was opened, or to where the list of pages is opened. */
export function giveBack(): void {
  const before = opener;
  requestAnimationFrame(() => {
    if (before instanceof HTMLElement && before.checkVisibility({ visibilityProperty: true })) {
      before.focus();
    } else {
      document.querySelector<HTMLElement>(".strip [aria-controls=side]")?.focus();
    }
  });
}
