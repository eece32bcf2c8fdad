import { signOut } from "../model/api";
import { hangUp, newName, session, sessions, show } from "../model/conversation";
import { openMemory } from "../model/memory";
import { openSecurity } from "../model/security";
import { overview } from "../model/house";
import { drawerOpen } from "./App";
import { when } from "./format";
import { Close, Key, Leave, Mark, Note, Plus } from "./icons";

export function Sidebar() {
  return (
    <>
      <div class={drawerOpen.value ? "veil shown" : "veil"} onClick={() => (drawerOpen.value = false)} />
      <nav class={drawerOpen.value ? "side open" : "side"} aria-label="Conversations" id="side">
        <header class="brand">
          <Mark />
          <span>Moltbot</span>
          <button class="quiet only-narrow" aria-label="Close the list" onClick={() => (drawerOpen.value = false)}>
            <Close />
          </button>
        </header>
        <button class="new" onClick={() => open(newName())}>
          <Plus /> New conversation
        </button>
        <ConversationList />
        <footer>
          <button class="leave" onClick={remember}>
            <Note /> Memory
          </button>
          <button class="leave" onClick={secure}>
            <Key /> Security
          </button>
          <button class="leave" onClick={leave}>
            <Leave /> Sign out
          </button>
          <span class="version">{overview.value?.version}</span>
        </footer>
      </nav>
    </>
  );
}

function leave(): void {
  hangUp();
  void signOut();
}

function remember(): void {
  drawerOpen.value = false;
  void openMemory();
}

function secure(): void {
  drawerOpen.value = false;
  void openSecurity();
}

function open(name: string): void {
  show(name);
  drawerOpen.value = false;
  document.getElementById("composer")?.focus();
}

function ConversationList() {
  const known = sessions.value;
  const isNew = session.value !== "" && !known.some((other) => other.session === session.value);
  return (
    <ul class="sessions">
      {isNew && (
        <li>
          <button class="session current" aria-current="true" onClick={() => open(session.value)}>
            <span class="title">New conversation</span>
          </button>
        </li>
      )}
      {known.map((other) => (
        <li key={other.session}>
          <button
            class={other.session === session.value ? "session current" : "session"}
            aria-current={other.session === session.value}
            onClick={() => open(other.session)}
          >
            <span class="title">{other.preview || other.session}</span>
            <time>{when(other.updatedAt)}</time>
          </button>
        </li>
      ))}
      {known.length === 0 && !isNew && <li class="none">No conversations yet.</li>}
    </ul>
  );
}
