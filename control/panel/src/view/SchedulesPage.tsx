import { useState } from "preact/hooks";
import { session as current, sessions, show } from "../model/conversation";
import { close } from "../model/pages";
import { changeSchedule, refreshSchedules, schedules, type Schedule } from "../model/schedules";
import { capital, channelOf, due, rule, when } from "./format";
import { Part, useDoing } from "./Security";
import { Ask, Sheet, Words, type Question } from "./Sheet";

/** What the assistant does later by itself, for its owner to see, pause and take away. */
export function SchedulesPage() {
  return (
    <Sheet page="schedules" title="Schedules" kind="kept" load={refreshSchedules}>
      {schedules.value === null ? <p class="faint">Asking…</p> : <Sections all={schedules.value} />}
    </Sheet>
  );
}

function Sections({ all }: { all: Schedule[] }) {
  const active = all.filter((one) => one.state === "active");
  const paused = all.filter((one) => one.state === "paused");
  const over = all.filter((one) => one.state === "over");
  return (
    <>
      <Part
        title="Planned"
        about="Each runs in a conversation of its own, with no more rights than the conversation that asked for it, and tells you there what came of it."
      >
        {active.length === 0 ? <Nothing some={all.length > 0} /> : <List of={active} />}
      </Part>
      {paused.length > 0 && (
        <Part title="Paused" about="Nothing comes of these until you resume them. Five failures in a row pause one by themselves.">
          <List of={paused} />
        </Part>
      )}
      {over.length > 0 && (
        <Part title="Over" about="Nothing more comes of these.">
          <List of={over} />
        </Part>
      )}
    </>
  );
}

function Nothing({ some }: { some: boolean }) {
  return (
    <p class="faint">
      {some ? "Nothing is planned at the moment. " : "Nothing is planned. "}
      Ask for it in a conversation, such as “remind me in an hour” or “every weekday at nine, look whether it will rain”.
    </p>
  );
}

function List({ of }: { of: Schedule[] }) {
  return (
    <ul class="rows entries tall">
      {of.map((one) => (
        <One key={one.id} one={one} />
      ))}
    </ul>
  );
}

function One({ one }: { one: Schedule }) {
  const [asked, setAsked] = useState<Question | null>(null);
  const [problem, busy, run] = useDoing();
  return (
    <li>
      <div class="grow">
        <Words text={one.text} />
        <dl class="told">
          {one.state === "active" && one.next !== undefined && <Fact name="Next">{due(one.next)}</Fact>}
          <Fact name="When">{rule(one.when)}</Fact>
          <Fact name="Last run">
            <Last one={one} />
          </Fact>
          <Fact name="Tells">{told(one)}</Fact>
          <Fact name="May do">{rights(one)}</Fact>
        </dl>
      </div>
      {asked === null && (
        <div class="acts">
          {one.state === "active" && (
            <button class="plain" disabled={busy} onClick={() => void run(() => changeSchedule(one.id, "pause"))}>
              Pause
            </button>
          )}
          {one.state === "paused" && (
            <button class="plain" onClick={() => setAsked(resuming(one))}>
              Resume…
            </button>
          )}
          <button class="plain" onClick={() => setAsked(removing(one))}>
            Remove…
          </button>
        </div>
      )}
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {asked !== null && <Ask question={asked} onClose={() => setAsked(null)} />}
    </li>
  );
}

function Fact({ name, children }: { name: string; children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const ENDINGS: Record<string, string> = {
  done: "came to its end",
  failed: "failed",
  stopped: "was stopped",
  joined: "was answered in its conversation",
};

/** Runs of others are read on the host: the panel's list has the owner's conversations. */
function Last({ one }: { one: Schedule }) {
  const known = sessions.value.find((other) => other.session === one.session);
  if (one.last === "") {
    return <>None yet.</>;
  }
  return (
    <>
      <span class={one.last === "failed" ? "problem" : ""}>{capital(ENDINGS[one.last] ?? one.last)}</span>
      {known !== undefined && (
        <>
          {`, ${ago(known.updatedAt)}. `}
          <button class="link" onClick={() => openConversation(one.session)}>
            Open its conversation
          </button>
        </>
      )}
    </>
  );
}

function ago(at: number): string {
  const passed = when(at);
  return passed === "now" ? "just now" : /\d [a-z]+$/.test(passed) && Date.now() - at < 86_400_000 ? `${passed} ago` : `on ${passed}`;
}

function openConversation(name: string): void {
  close();
  if (name !== current.value) {
    show(name);
  }
}

/** Where what came of it is said. */
function told(one: Schedule): string {
  if (one.whose !== "") {
    return `${one.whose}, where they asked for it.`;
  }
  const messenger = channelOf(one.origin);
  if (messenger !== "") {
    return `You, in ${messenger} and in that conversation here.`;
  }
  const origin = sessions.value.find((other) => other.session === one.origin);
  return `You, in the conversation “${origin?.preview || one.origin}”.`;
}

/** What its label means, by the table of decisions: see docs/operations/policy.md. */
function rights({ label, whose }: Schedule): string {
  const worst = label.input === "untrusted" && label.data === "private";
  const home = "Works in a sandbox and a workspace of its own";
  const begin = worst
    ? `${home}. Others had a hand in it and it knows what is yours: whatever could carry that out, be it a search, is asked about each time, and no “always” counts.`
    : `${home}, searches the web, and follows links it finds. For more, such as a command with a network, it asks you first.`;
  const letters =
    whose !== ""
      ? " It writes to nobody else."
      : label.input === "untrusted" && !worst
        ? " Others had a hand in it: you are asked about each message to anybody."
        : "";
  return begin + letters;
}

function resuming(one: Schedule): Question {
  return {
    words: (
      <p>
        It runs by itself again, {rule(one.when)}, also when nobody looks. What was due while it was paused is left out.
        {one.label.input === "untrusted" && " Others had a hand in what it does: read it once more before you resume it."}
      </p>
    ),
    yes: "Resume it",
    done: "It is resumed.",
    run: () => changeSchedule(one.id, "resume"),
  };
}

function removing(one: Schedule): Question {
  return {
    words: <p>It is taken away for good and never runs again. The conversation with its runs stays.</p>,
    yes: "Remove it",
    done: "It is removed.",
    bad: true,
    run: () => changeSchedule(one.id, "delete"),
  };
}
