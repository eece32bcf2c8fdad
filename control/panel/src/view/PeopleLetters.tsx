import { useState } from "preact/hooks";
import { giveUp, resend, type Letter } from "../model/people";
import { channelOf, when } from "./format";
import { Part } from "./Security";
import { Ask, Words, type Question } from "./Sheet";

/** What could not be delivered, and what is on its way. */
export function LetterSections({ letters }: { letters: Letter[] | undefined }) {
  const dead = (letters ?? []).filter((letter) => letter.state === "dead");
  const moving = (letters ?? []).filter((letter) => letter.state !== "dead");
  return (
    <Part
      title={dead.length === 0 ? "Deliveries" : `Could not be delivered (${dead.length})`}
      about="What the assistant says in a messenger is kept until it is delivered. What cannot be is kept here, for you to decide."
    >
      {letters === undefined && <p class="faint">The assistant does not answer just now.</p>}
      {letters !== undefined && dead.length === 0 && (
        <p class="faint">{moving.length === 0 ? "Everything was delivered." : "Nothing failed."}</p>
      )}
      <ul class="rows entries">
        {dead.map((letter) => (
          <Dead key={letter.letter} letter={letter} />
        ))}
      </ul>
      {moving.length > 0 && (
        <details>
          <summary>
            {moving.length} on {moving.length === 1 ? "its" : "their"} way
          </summary>
          <ul class="rows entries">
            {moving.map((letter) => (
              <li key={letter.letter}>
                <div class="grow">
                  <Words text={letter.text} />
                  <small>
                    to {recipient(letter)} · written {when(letter.made)}
                    {letter.tries > 0 && ` · ${letter.tries} ${letter.tries === 1 ? "try" : "tries"}`}
                    {letter.why && ` · ${letter.why}`}
                  </small>
                </div>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Part>
  );
}

function recipient(letter: Letter): string {
  const where = channelOf(letter.address) || letter.address;
  return letter.name === "" ? `somebody in ${where} who is not on the list now` : `“${letter.name}” in ${where}`;
}

function Dead({ letter }: { letter: Letter }) {
  const [asked, setAsked] = useState<Question | null>(null);
  return (
    <li>
      <div class="grow">
        <Words text={letter.text} />
        <small>
          to {recipient(letter)} · written {new Date(letter.made).toLocaleString([], { dateStyle: "medium", timeStyle: "short" })}
        </small>
        <small class="problem">{letter.why}</small>
      </div>
      {asked === null && (
        <div class="acts">
          <button class="plain" onClick={() => setAsked(again(letter))}>
            Send again…
          </button>
          <button class="plain" onClick={() => setAsked(never(letter))}>
            Drop…
          </button>
        </div>
      )}
      {asked !== null && <Ask question={asked} onClose={() => setAsked(null)} />}
    </li>
  );
}

function again(letter: Letter): Question {
  return {
    words: (
      <p>
        All of it is sent once more to {recipient(letter)}. Where it had arrived after all, it arrives twice.
      </p>
    ),
    yes: "Send it again",
    done: "It is on its way again.",
    run: () => resend(letter.letter),
  };
}

function never(letter: Letter): Question {
  return {
    words: <p>It is never delivered, and nobody is told. What was said stays in its conversation.</p>,
    yes: "Drop it",
    done: "Dropped.",
    bad: true,
    run: () => giveUp(letter.letter),
  };
}
