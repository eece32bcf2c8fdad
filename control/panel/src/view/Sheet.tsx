import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { spoken } from "../model/conversation";
import { sentence } from "../model/api";
import { close, giveBack, page, type Page } from "../model/pages";
import { useDoing } from "./Security";
import { Close } from "./icons";

/** Before what a page shows is asked for again, where it did not come; in milliseconds. */
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30_000;

/** A page over the conversation. It takes the focus, and gives it back to where it was. */
export function Sheet(props: {
  page: Page;
  title: string;
  kind?: string;
  beside?: ComponentChildren;
  load: () => Promise<unknown>;
  onClose?: () => void;
  children: ComponentChildren;
}) {
  return page.value === props.page ? <Open {...props} /> : null;
}

function Open(props: Parameters<typeof Sheet>[0]) {
  const heading = useRef<HTMLHeadingElement>(null);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    heading.current?.focus();
    let timer = 0;
    let pause = FIRST_PAUSE;
    const load = (): void => {
      props.load().then(
        () => setProblem(""),
        (error: unknown) => {
          if (timer === -1) {
            return;
          }
          setProblem(sentence(error));
          timer = window.setTimeout(load, pause);
          pause = Math.min(2 * pause, LONGEST_PAUSE);
        },
      );
    };
    load();
    return () => {
      window.clearTimeout(timer);
      timer = -1;
      props.onClose?.();
      giveBack();
    };
  }, []);
  return (
    <section class={`security ${props.kind ?? ""}`} role="dialog" aria-label={props.title}>
      <div class="sheet">
        <header>
          <h2 ref={heading} tabIndex={-1}>
            {props.title}
          </h2>
          {props.beside}
          <button class="quiet" aria-label="Close" onClick={close}>
            <Close />
          </button>
        </header>
        {problem !== "" && (
          <p class="problem" role="alert">
            {problem} It is tried again.
          </p>
        )}
        {props.children}
      </div>
    </section>
  );
}

/** What a button would do, in plain words, and the button that does it. */
export interface Question {
  /** What it allows or takes away, one sentence each. */
  words: ComponentChildren;
  yes: string;
  /** What is said once it is done. */
  done: string;
  bad?: boolean;
  run: () => Promise<unknown>;
}

/** Asks before it does anything. The focus goes to what is asked, and back. */
export function Ask({ question, onClose }: { question: Question; onClose: () => void }) {
  const [problem, busy, run] = useDoing();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const entry = box.current?.closest("li");
    box.current?.focus();
    box.current?.scrollIntoView({ block: "nearest" });
    return () =>
      requestAnimationFrame(() => {
        const there = entry?.isConnected === true ? entry.querySelector("button") : null;
        (there ?? document.querySelector<HTMLElement>(".security h2"))?.focus();
      });
  }, []);
  const act = () =>
    run(async () => {
      await question.run();
      spoken.value = question.done;
      onClose();
    });
  return (
    <div class="ask" role="group" aria-label="Please confirm" tabIndex={-1} ref={box}>
      {question.words}
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <div class="row">
        <button class={question.bad === true ? "primary bad" : "primary"} disabled={busy} onClick={() => void act()}>
          {question.yes}
        </button>
        <button class="plain" disabled={busy} onClick={onClose}>
          Not now
        </button>
      </div>
    </div>
  );
}

/** Long words of others or of a model: their beginning, and all of them where they are wanted. */
export function Words({ text }: { text: string }) {
  const [whole, setWhole] = useState(false);
  const long = text.length > 320;
  return (
    <p class="words">
      {long && !whole ? `${text.slice(0, 280)}…` : text}
      {long && (
        <button class="link" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? "Show less" : "Show all of it"}
        </button>
      )}
    </p>
  );
}
