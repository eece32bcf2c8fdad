import { useState } from "preact/hooks";
import { letIn, people, putOut, refreshPeople, sendAway, type Address, type Guest, type Knock, type Messenger, type People } from "../model/people";
import { messenger } from "./format";
import { LetterSections } from "./PeopleLetters";
import { GivingTools, toolsOf } from "./PeopleTools";
import { Part } from "./Security";
import { SignalLink } from "./SignalLink";
import { Ask, Sheet, type Question } from "./Sheet";

const HOUR = 3_600_000;

/** Who may talk to the assistant in messengers. */
export function PeoplePage() {
  return (
    <Sheet page="people" title="People" kind="kept" load={refreshPeople}>
      {people.value === null ? <p class="faint">Asking…</p> : <Sections all={people.value} />}
    </Sheet>
  );
}

function Sections({ all }: { all: People }) {
  return (
    <>
      <Part title={all.waiting.length === 0 ? "Waiting" : `Waiting for you (${all.waiting.length})`} about={MET[all.direct]}>
        {all.waiting.length === 0 ? (
          <p class="faint">Nobody waits.</p>
        ) : (
          <ul class="rows entries">
            {all.waiting.map((knock) => (
              <Waiting key={knock.code} knock={knock} />
            ))}
          </ul>
        )}
      </Part>
      <Part
        title="Let in"
        about="Each has conversations of their own, reads nothing of yours, and spends from your limits. A group’s threads are let in with it."
      >
        {all.guests.length === 0 ? (
          <p class="faint">Nobody. Write to the assistant in a messenger, and your own code appears above.</p>
        ) : (
          <ul class="rows entries">
            {all.guests.map((guest) => (
              <LetIn key={guest.key} guest={guest} all={all.guests} />
            ))}
          </ul>
        )}
      </Part>
      <LetterSections letters={all.letters} />
      <Part title="Messengers" about="Where people reach the assistant.">
        <Messengers all={all.channels} />
      </Part>
    </>
  );
}

const MET: Record<People["direct"], string> = {
  pairing:
    "Whoever writes to the assistant for the first time is shown a code, and nothing they write is read. Let in only whom you know, and only by the code they tell you: anybody can choose any name.",
  "allow-list": "Strangers get no answer, by your settings. Groups that ask are shown here.",
  closed: "Nobody’s direct messages are read, by your settings.",
  open: "Your settings let any stranger talk to the assistant.",
};

function place({ channel, kind, id }: Address): string {
  return `${messenger(channel)}${kind === "direct" ? "" : ` ${kind}`} ${id}`;
}

/** A name that they chose themselves; without one, where they are. */
function named(name: string, address: Address): string {
  return name === "" ? place(address) : `“${name}”`;
}

function Waiting({ knock }: { knock: Knock }) {
  const [asked, setAsked] = useState<"in" | "away" | null>(null);
  const minutes = Math.max(1, Math.ceil((knock.at + HOUR - Date.now()) / 60_000));
  return (
    <li>
      <div class="grow">
        {knock.address.kind === "direct" && <code class="pair">{knock.code}</code>}
        <span class="who">{named(knock.name, knock.address)}</span>
        {knock.address.kind !== "direct" && <em>group</em>}
        <small>
          {knock.name !== "" && `${place(knock.address)} · `}
          {knock.asker && `asked by ${knock.asker} · `}good for {minutes} more {minutes === 1 ? "minute" : "minutes"}
        </small>
      </div>
      {asked === null && (
        <div class="acts">
          <button class="primary" onClick={() => setAsked("in")}>
            Let in…
          </button>
          <button class="plain" onClick={() => setAsked("away")}>
            Deny…
          </button>
        </div>
      )}
      {asked === "in" && <LettingIn knock={knock} onClose={() => setAsked(null)} />}
      {asked === "away" && <Ask question={sendingAway(knock)} onClose={() => setAsked(null)} />}
    </li>
  );
}

function LettingIn({ knock, onClose }: { knock: Knock; onClose: () => void }) {
  const [owner, setOwner] = useState(false);
  const group = knock.address.kind !== "direct";
  const question: Question = {
    words: group ? (
      <p>
        Everybody in this group may talk to the assistant there, each in a conversation of their own, also those who join it
        later. It never takes them for you, and they see nothing of yours. What it costs counts into your limits.
      </p>
    ) : (
      <fieldset>
        <legend>Did they tell you {knock.code} themselves? Then say who that is:</legend>
        <label>
          <input type="radio" name={`who-${knock.code}`} checked={!owner} onChange={() => setOwner(false)} />
          <span>
            <strong>Somebody else.</strong> They may talk to the assistant in conversations of their own. They see nothing of yours and
            approve nothing; what goes beyond the standing limits asks you. What it costs counts into your limits.
          </span>
        </label>
        <label>
          <input type="radio" name={`who-${knock.code}`} checked={owner} onChange={() => setOwner(true)} />
          <span>
            <strong>It is me.</strong> What is written from there counts as your own words: they can answer what the assistant asks you, and
            change what it remembers and plans.
          </span>
        </label>
      </fieldset>
    ),
    yes: owner ? "Let me in, as myself" : group ? "Let the group in" : "Let them in",
    done: "Let in. What they wrote before was not read.",
    run: () => letIn(knock.code, owner),
  };
  return <Ask question={question} onClose={onClose} />;
}

function sendingAway(knock: Knock): Question {
  return {
    words: <p>They are not told, and get no other code for an hour. They may ask again after that.</p>,
    yes: "Deny",
    done: "Denied. They are not told.",
    run: () => sendAway(knock.code),
  };
}

/** To whom a hook's answers go. */
function reader(guest: Guest, all: Guest[]): string {
  const told = all.find((one) => one.key === guest.answers);
  return told === undefined ? "its answers go to nobody" : `its answers go to ${named(told.name, told.address)}`;
}

function LetIn({ guest, all }: { guest: Guest; all: Guest[] }) {
  const [asked, setAsked] = useState<"out" | "tools" | null>(null);
  const hook = guest.address.channel === "webhook";
  const tools = toolsOf(guest);
  return (
    <li>
      <div class="grow">
        <span class="who">{named(guest.name, guest.address)}</span>
        {guest.owner && <em>you</em>}
        {guest.address.kind !== "direct" && <em>group</em>}
        {hook && <em>hook</em>}
        <small>
          {hook ? `${reader(guest, all)} · ` : guest.name !== "" && `${place(guest.address)} · `}since{" "}
          {new Date(guest.at).toLocaleDateString()}, let in {guest.by === "panel" ? "in the panel" : "on the host"}
        </small>
        {tools !== "" && <small>{tools}</small>}
      </div>
      {asked === null && (
        <div class="acts">
          {!guest.owner && (
            <button class="plain" onClick={() => setAsked("tools")}>
              Tools…
            </button>
          )}
          <button class="plain" onClick={() => setAsked("out")}>
            Remove…
          </button>
        </div>
      )}
      {asked === "out" && <Ask question={puttingOut(guest)} onClose={() => setAsked(null)} />}
      {asked === "tools" && <GivingTools guest={guest} onClose={() => setAsked(null)} />}
    </li>
  );
}

function puttingOut(guest: Guest): Question {
  const you = guest.owner ? " This is your own way in there: until you pair again, the house cannot tell you anything there." : "";
  return {
    words: (
      <p>
        From now on nothing they write is read, and nothing more is delivered to them. What was said stays with you. They may ask to be
        let in again.{you}
      </p>
    ),
    yes: guest.address.kind === "direct" ? "Remove them" : "Remove the group",
    done: "Removed.",
    bad: true,
    run: () => putOut(guest.key),
  };
}

const STATES: Record<Messenger["state"], string> = {
  connected: "connected",
  connecting: "not reached at the moment",
  unlinked: "has no account yet",
  stopped: "stopped until you act",
};

function Messengers({ all }: { all: Messenger[] | undefined }) {
  if (all === undefined) {
    return <p class="faint">The part of the house that knows does not answer just now.</p>;
  }
  if (all.length === 0) {
    return (
      <p class="faint">
        None is set up. Signal, Telegram, Discord, Slack and WhatsApp are switched on in the settings on the host; docs/channels says how, in
        ten steps at most.
      </p>
    );
  }
  return (
    <ul class="rows entries">
      {all.map((one) => (
        <Reached key={one.channel} one={one} />
      ))}
    </ul>
  );
}

function Reached({ one }: { one: Messenger }) {
  const [linking, setLinking] = useState(false);
  const free = one.channel === "signal" && (one.state === "unlinked" || one.state === "stopped");
  return (
    <li>
      <span class={one.state === "connected" ? "dot good" : one.state === "stopped" ? "dot bad" : "dot"} aria-hidden="true" />
      <div class="grow">
        <span class="who">{messenger(one.channel)}</span>
        <small>
          {STATES[one.state]} since {new Date(one.since).toLocaleString([], { dateStyle: "medium", timeStyle: "short" })}
          {(one.called || one.account) && ` · as ${one.called || one.account}`}
        </small>
        {one.why && <small class="problem">{one.why}</small>}
      </div>
      {free && !linking && (
        <div class="acts">
          <button class="plain" onClick={() => setLinking(true)}>
            Link…
          </button>
        </div>
      )}
      {linking && <SignalLink onClose={() => setLinking(false)} />}
    </li>
  );
}
