import { useState } from "preact/hooks";
import { changeMemory, memories, refreshMemory, type Memory } from "../model/memory";
import { Part, useDoing } from "./Security";
import { Sheet } from "./Sheet";

const MAX_CHARS = 2000;

/** Everything that outlasts a conversation, for its owner to see, mend and take away. */
export function MemoryPage() {
  const exported = (
    <a class="plain" href="/api/memory/export" download="moltbot-memory.json">
      Export
    </a>
  );
  return (
    <Sheet page="memory" title="Memory" kind="memory" beside={exported} load={refreshMemory}>
      {memories.value === null ? <p class="faint">Asking…</p> : <Sections all={memories.value} />}
    </Sheet>
  );
}

function Sections({ all }: { all: Memory[] }) {
  const [words, setWords] = useState("");
  const found = all.filter((one) => one.text.toLowerCase().includes(words.toLowerCase()));
  const waiting = all.filter((one) => one.waiting);
  const kept = found.filter((one) => !one.waiting);
  return (
    <>
      {waiting.length > 0 && (
        <Part
          title={`Waiting for you (${waiting.length})`}
          about="Noted in conversations that had read what others wrote. The assistant does not see these until you have approved them."
        >
          <List of={waiting} />
        </Part>
      )}
      <Part
        title="Remembered"
        about="What the assistant can look up in any conversation, as information with its date and source. It never counts as an instruction."
      >
        <Add />
        {all.length > waiting.length && (
          <input
            type="search"
            aria-label="Search what is remembered"
            placeholder="Search"
            value={words}
            onInput={(event) => setWords(event.currentTarget.value)}
          />
        )}
        {kept.length === 0 ? (
          <p class="faint">{words === "" ? "Nothing yet." : "Nothing that holds these words."}</p>
        ) : (
          <List of={kept} />
        )}
      </Part>
    </>
  );
}

function Add() {
  const [problem, busy, run] = useDoing();
  const [text, setText] = useState("");
  const add = (event: Event) => {
    event.preventDefault();
    void run(async () => {
      await changeMemory("", { text });
      setText("");
    });
  };
  return (
    <>
      <form class="row" onSubmit={add}>
        <input
          aria-label="Something to remember"
          placeholder="One fact in one sentence"
          maxLength={MAX_CHARS}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <button class="primary" disabled={busy || text.trim() === ""}>
          Remember
        </button>
      </form>
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}

function List({ of }: { of: Memory[] }) {
  return (
    <ul class="rows">
      {of.map((one) => (
        <One key={one.id} memory={one} />
      ))}
    </ul>
  );
}

function One({ memory }: { memory: Memory }) {
  const [problem, busy, run] = useDoing();
  const [draft, setDraft] = useState<string | null>(null);
  const save = (event: Event) => {
    event.preventDefault();
    void run(async () => {
      await changeMemory(`/${memory.id}/edit`, { text: draft });
      setDraft(null);
    });
  };
  if (draft !== null) {
    return (
      <li>
        <form class="edit" onSubmit={save}>
          <textarea
            aria-label="What to remember"
            rows={3}
            maxLength={MAX_CHARS}
            value={draft}
            onInput={(event) => setDraft(event.currentTarget.value)}
          />
          <div class="row">
            <button class="primary" disabled={busy || draft.trim() === ""}>
              Save
            </button>
            <button type="button" class="plain" onClick={() => setDraft(null)}>
              Cancel
            </button>
          </div>
          {problem && <small class="problem">{problem}</small>}
        </form>
      </li>
    );
  }
  return (
    <li>
      <span class="grow">
        {memory.text}
        <small>
          #{memory.id} · {new Date(memory.at).toLocaleDateString()} · {source(memory)}
        </small>
        {problem && <small class="problem">{problem}</small>}
      </span>
      {memory.waiting && (
        <button class="primary" disabled={busy} onClick={() => void run(() => changeMemory(`/${memory.id}/approve`, {}))}>
          Approve
        </button>
      )}
      <button class="plain" disabled={busy} onClick={() => setDraft(memory.text)}>
        Edit
      </button>
      <button class="plain" disabled={busy} onClick={() => void run(() => changeMemory(`/${memory.id}/forget`, {}))}>
        Forget
      </button>
    </li>
  );
}

function source(memory: Memory): string {
  const whose = memory.sender === "owner" ? "" : ` with ${memory.sender}`;
  return memory.source === "owner" ? "written by you" : `from the conversation ${memory.source}${whose}`;
}
