import { signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { sentence } from "../model/api";
import { link, loaded, running, say, session, stop } from "../model/conversation";
import { overview } from "../model/house";
import { Send, Stop } from "./icons";

const MAX_BYTES = 256 * 1024;
const text = signal("");

export function Composer() {
  const box = useRef<HTMLTextAreaElement>(null);
  const tooLong = text.value.length > MAX_BYTES / 4 && new TextEncoder().encode(text.value).length > MAX_BYTES;
  const blank = text.value.trim() === "";

  useEffect(() => {
    if (matchMedia("(hover: hover)").matches) {
      box.current?.focus();
    }
  }, [session.value]);
  useEffect(() => grow(box.current!), [text.value]);

  const submit = (event: Event) => {
    event.preventDefault();
    if (!blank && !tooLong) {
      say(text.value);
      text.value = "";
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      submit(event);
    }
  };
  return (
    <form class="composer" onSubmit={submit}>
      <div class="field">
        <textarea
          id="composer"
          ref={box}
          rows={1}
          value={text.value}
          placeholder="Message Moltbot"
          aria-label="Message"
          aria-describedby="composer-note"
          autocomplete="off"
          onInput={(event) => (text.value = event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        {running.value && blank ? (
          <StopButton />
        ) : (
          <button class="send" aria-label="Send" disabled={blank || tooLong}>
            <Send />
          </button>
        )}
      </div>
      <p class="note" id="composer-note">
        {note(tooLong)}
      </p>
    </form>
  );
}

function note(tooLong: boolean): string {
  if (tooLong) {
    return "That is longer than 256 KiB. Shorten it to send it.";
  }
  if (link.value === "lost") {
    return "Not connected. A message you send now is tried again until it is taken.";
  }
  if (!loaded.value) {
    return "Connecting…";
  }
  return overview.value?.model?.demo
    ? "Demo model: scripted, not an AI."
    : "Enter sends, Shift + Enter begins a new line.";
}

function StopButton() {
  const [problem, setProblem] = useState("");
  return (
    <button
      type="button"
      class="send stop"
      aria-label="Stop"
      title={problem || "Stop"}
      onClick={() => void stop().catch((error: unknown) => setProblem(sentence(error)))}
    >
      <Stop />
    </button>
  );
}

function grow(box: HTMLTextAreaElement): void {
  if (!CSS.supports("field-sizing", "content")) {
    box.rows = Math.min(10, box.value.split("\n").length);
  }
}
