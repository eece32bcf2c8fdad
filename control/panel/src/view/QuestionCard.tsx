import { useState } from "preact/hooks";
import { say } from "../model/conversation";
import type { QuestionItem } from "../model/transcript";
import { clock } from "./format";
import { Ask } from "./icons";
import { visible } from "./Shown";

/** A question of the assistant's: its words are a model's, the frame around them is the house's. */
export function QuestionCard({ item }: { item: QuestionItem }) {
  return (
    <section class={`card question ${item.outcome ?? "open"}`} aria-label="Question">
      <header>
        <Ask />
        <h3>Moltbot asks</h3>
        <time>{clock(item.at)}</time>
      </header>
      <p class="asked">{visible(item.question)}</p>
      {item.outcome === null ? <Choices item={item} /> : <Answered item={item} />}
    </section>
  );
}

function Choices({ item }: { item: QuestionItem }) {
  const [chosen, setChosen] = useState<number | null>(null);
  // Its number is what is sent: the words are the model's, and do not become the person's own by a click.
  const choose = (index: number) => {
    setChosen(index);
    say(String(index + 1));
  };
  return (
    <footer class="choices">
      {item.choices.map((choice, index) => (
        <button key={choice} disabled={chosen !== null} class={chosen === index ? "chosen" : ""} onClick={() => choose(index)}>
          <span class="number">{index + 1}</span> {visible(choice)}
        </button>
      ))}
      <p class="faint">
        {item.choices.length > 0 ? "Choose, or write your answer below." : "Write your answer below."} An answer permits nothing. Moltbot never
        needs a code or a password.
      </p>
    </footer>
  );
}

function Answered({ item }: { item: QuestionItem }) {
  const [, choice] = /^They chose [1-9]: (.*)$/s.exec(item.answer) ?? [];
  return (
    <p class="answer">
      {item.outcome !== "ok"
        ? item.how === "expired"
          ? "Nobody answered within a day, so it went no further."
          : "It ended without an answer."
        : choice === undefined
          ? "Answered in your own words."
          : `You chose “${visible(choice)}”.`}
    </p>
  );
}
