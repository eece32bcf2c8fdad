import { signOut } from "../model/api";
import { hangUp, newName, session, sessions, show } from "../model/conversation";
import { overview } from "../model/house";
import { open as openPage, type Page } from "../model/pages";
import { waitingPeople } from "../model/people";
import { drawerOpen } from "./App";
import { when } from "./format";
import { Book, Clock, Close, Key, Leave, Mark, Note, Persons, Plus } from "./icons";

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
          <button class="leave" onClick={() => look("schedules")}>
            <Clock /> Schedules
          </button>
          <button class="leave" onClick={() => look("memory")}>
            <Note /> Memory
          </button>
          <button class="leave" onClick={() => look("people")}>
            <Persons /> People <Waiting />
          </button>
          <button class="leave" onClick={() => look("skills")}>
            <Book /> Skills
          </button>
          <button class="leave" onClick={() => look("security")}>
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

function look(at: Page): void {
  openPage(at);
  drawerOpen.value = false;
}

function Waiting() {
  const count = waitingPeople.value;
  return count === 0 ? null : (
    <b class="count">
      {count}
      <span class="unseen"> waiting for you</span>
    </b>
  );
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
