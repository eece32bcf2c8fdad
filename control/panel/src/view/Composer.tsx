import { signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { sentence } from "../model/api";
import { choose, link, loaded, meanwhile, question, running, say, session, stop, summing } from "../model/conversation";
import { pick, picked, preparing, problem, take, unpick } from "../model/files";
import { overview } from "../model/house";
import { PickedFiles } from "./Files";
import { Clip, Send, Stop } from "./icons";

const MAX_BYTES = 256 * 1024;
const text = signal("");

export function Composer() {
  const box = useRef<HTMLTextAreaElement>(null);
  const tooLong = text.value.length > MAX_BYTES / 4 && new TextEncoder().encode(text.value).length > MAX_BYTES;
  const blank = text.value.trim() === "" && picked.value.length === 0;
  const held = tooLong || problem.value !== "" || preparing.value > 0;

  useEffect(() => {
    if (matchMedia("(hover: hover)").matches) {
      box.current?.focus();
    }
  }, [session.value]);
  useEffect(() => grow(box.current!), [text.value]);
  useEffect(catchDrops, []);

  const submit = (event: Event) => {
    event.preventDefault();
    if (!blank && !held) {
      say(text.value, take());
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
        <PickedFiles files={picked.value} onRemove={unpick} />
        <Attach />
        <textarea
          id="composer"
          ref={box}
          rows={1}
          value={text.value}
          placeholder={question.value === undefined ? "Message Moltbot" : "Your answer"}
          aria-label="Message"
          aria-describedby="composer-note"
          autocomplete="off"
          onInput={(event) => (text.value = event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        {running.value && blank ? (
          <StopButton />
        ) : (
          <button class="send" aria-label="Send" disabled={blank || held}>
            <Send />
          </button>
        )}
      </div>
      <p class="note" id="composer-note">
        {note(tooLong)}
        {running.value && !summing.value && question.value === undefined && !blank && !held && <Choice />}
      </p>
    </form>
  );
}

/** Files by a click; they can be dropped anywhere and pasted, too. */
function Attach() {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class="attach" aria-label="Add files" title="Add files" onClick={() => input.current!.click()}>
        <Clip />
      </button>
      <input
        ref={input}
        class="unseen"
        type="file"
        multiple
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => {
          void pick([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
    </>
  );
}

function onPaste(event: ClipboardEvent): void {
  const files = event.clipboardData?.files;
  if (files !== undefined && files.length > 0) {
    event.preventDefault();
    void pick([...files]);
  }
}

/** A file dropped beside the field must not take the page's place. */
function catchDrops(): () => void {
  const over = (event: DragEvent) => {
    if (event.dataTransfer?.types.includes("Files") === true) {
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      document.body.classList.add("dropping");
    }
  };
  const done = (event: DragEvent) => {
    if (event.type === "drop" || event.relatedTarget === null) {
      document.body.classList.remove("dropping");
    }
    if (event.type === "drop" && event.dataTransfer !== null && event.dataTransfer.files.length > 0) {
      event.preventDefault();
      void pick([...event.dataTransfer.files]);
    }
  };
  addEventListener("dragover", over);
  addEventListener("dragleave", done);
  addEventListener("drop", done);
  return () => {
    removeEventListener("dragover", over);
    removeEventListener("dragleave", done);
    removeEventListener("drop", done);
  };
}

function note(tooLong: boolean): string {
  if (tooLong) {
    return "That is longer than 256 KiB. Shorten it to send it.";
  }
  if (problem.value !== "") {
    return problem.value;
  }
  if (preparing.value > 0) {
    return "Making the files ready…";
  }
  if (link.value === "lost") {
    return "Not connected. A message you send now is tried again until it is taken.";
  }
  if (!loaded.value) {
    return "Connecting…";
  }
  if (question.value !== undefined) {
    return "Your next message is the answer. It permits nothing.";
  }
  if (summing.value) {
    return "Sent now, it waits until this is summed up.";
  }
  if (running.value) {
    return meanwhile.value === "steer"
      ? "Sent now, it joins what Moltbot is doing."
      : "Sent now, it waits until this is done.";
  }
  return overview.value?.model?.demo
    ? "Demo model: scripted, not an AI."
    : "Enter sends, Shift + Enter begins a new line.";
}

/** Whether a message that is sent now steers what runs, or waits. */
function Choice() {
  const [problem, setProblem] = useState("");
  const other = meanwhile.value === "steer" ? "queue" : "steer";
  return (
    <button
      type="button"
      class="choice"
      title={problem}
      onClick={() => void choose(other).catch((error: unknown) => setProblem(sentence(error)))}
    >
      {problem || (other === "queue" ? "Let messages wait" : "Let messages join")}
    </button>
  );
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
