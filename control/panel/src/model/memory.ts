/** What the assistant remembers, and what the owner does with it. */
import { signal } from "@preact/signals";
import { get, post } from "./api";

export interface Memory {
  id: number;
  sender: string;
  text: string;
  source: string;
  at: number;
  waiting: boolean;
}

export const memories = signal<Memory[] | null>(null);

export async function refreshMemory(): Promise<void> {
  memories.value = (await get<{ memories: Memory[] }>("/api/memory")).memories;
}

/** Does something that changes the above, then looks again. */
export async function changeMemory(path: string, body: object): Promise<void> {
  await post(`/api/memory${path}`, body);
  await refreshMemory();
}
