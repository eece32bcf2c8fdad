/** Which models the settings name, and which of them this conversation asks first. */
import { signal } from "@preact/signals";
import { get, post } from "./api";
import { awaitChoice, refreshChoice, refreshSessions, session } from "./conversation";

export interface Model {
  name: string;
  demo: boolean;
  /** It failed lately, and is left alone for a while. */
  rests: boolean;
}

/** In the order in which they are asked; the first is the usual one. */
export const models = signal<readonly Model[]>([]);

export async function refreshModels(): Promise<void> {
  models.value = (await get<{ models: Model[] }>("/api/models")).models;
}

/** Empty goes back to the usual one. */
export async function chooseModel(name: string): Promise<void> {
  const kept = post(`/api/sessions/${session.value}/model`, { model: name });
  awaitChoice(kept);
  await kept;
  await refreshSessions();
  await refreshChoice();
}
