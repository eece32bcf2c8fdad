/** The folders of instructions that the owner pinned on the host. */
import { signal } from "@preact/signals";
import { get } from "./api";

export interface Skill {
  name: string;
  description: string;
  digest: string;
  tools: string[];
  folder: string;
  /** Why it is not used from the next start on; empty where its folder is what was pinned. */
  problem: string;
  /** Whether this house uses it since its start. */
  used: boolean;
}

export interface Skills {
  skills: Skill[];
  /** What is used until the next start, and pinned no more. */
  left: string[];
}

export const skills = signal<Skills | null>(null);

export async function refreshSkills(): Promise<void> {
  skills.value = await get<Skills>("/api/skills");
}
