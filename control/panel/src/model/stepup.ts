/** Asks in place for a fresh proof where the house wants one, and lets what was asked go on. */
import { signal } from "@preact/signals";

export interface Asking {
  /** Goes on, or gives up. */
  settle(proved: boolean): void;
}

export const asking = signal<Asking | null>(null);

/** True once it was proved, false if the owner would rather not. Several at once share one dialog. */
let waiting: Promise<boolean> | null = null;

export function askForProof(): Promise<boolean> {
  waiting ??= new Promise<boolean>((resolve) => {
    asking.value = {
      settle(proved) {
        asking.value = null;
        waiting = null;
        resolve(proved);
      },
    };
  });
  return waiting;
}
