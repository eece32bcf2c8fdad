import { say } from "../model/conversation";
import { Mark } from "./icons";

const SUGGESTIONS = [
  { title: "Run something", text: "Write a Python script that prints hello world and run it" },
  { title: "Look around", text: "List the files in your workspace" },
  { title: "Learn the limits", text: "What can you do here, and what will you ask me before doing?" },
];

export function Empty() {
  return (
    <section class="empty">
      <Mark />
      <h2>What shall we do?</h2>
      <p>Commands run in a sealed sandbox without a network. What goes beyond the standing limits asks you first.</p>
      <div class="suggestions">
        {SUGGESTIONS.map(({ title, text }) => (
          <button key={text} onClick={() => say(text)}>
            <strong>{title}</strong>
            <span>{text}</span>
          </button>
        ))}
      </div>
    </section>
  );
}
