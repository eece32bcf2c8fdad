import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { link, loaded, repliesHere, running, session, transcript, trouble, unsentHere } from "../model/conversation";
import { drop, retry, type Reply, type Unsent } from "../model/outbox";
import { open, type ApprovalItem, type Item } from "../model/transcript";
import { ApprovalCard } from "./ApprovalCard";
import { Empty } from "./Empty";
import { GivenFile, PickedFiles, ReceivedFiles } from "./Files";
import { clock } from "./format";
import { Down, Mark } from "./icons";
import { Markdown } from "./Markdown";
import { QuestionCard } from "./QuestionCard";
import { ToolCard } from "./ToolCard";

const NEAR = 80;

export function Conversation() {
  const scroller = useRef<HTMLDivElement>(null);
  const stuck = useRef(true);
  const [away, setAway] = useState(false);
  const { items, draft } = transcript.value;
  const waiting = unsentHere.value;
  const replies = repliesHere.value;

  const onScroll = () => {
    const box = scroller.current!;
    stuck.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
    setAway(!stuck.current);
  };
  const toEnd = () => scroller.current!.scrollTo({ top: scroller.current!.scrollHeight });

  useLayoutEffect(() => {
    if (stuck.current) {
      toEnd();
    }
  }, [items, draft, waiting, replies]);
  useEffect(() => {
    stuck.current = true;
    toEnd();
  }, [session.value, loaded.value, waiting.length]);

  const approvals = new Map(items.flatMap((item) => (item.kind === "approval" ? [[item.call, item] as const] : [])));
  const changed = changes(items);
  const empty = loaded.value && items.length + waiting.length + replies.length === 0 && draft === null;
  return (
    <div class="scroller" ref={scroller} onScroll={onScroll} onLoadCapture={() => stuck.current && toEnd()} tabIndex={-1}>
      <LinkBanner />
      <div class="talk" role="log" aria-label="Conversation" aria-live="off">
        {empty && <Empty />}
        {!loaded.value && items.length === 0 && <Loading />}
        {ordered(items, replies).map((one) =>
          "said" in one ? (
            <Replied key={one.id} reply={one} />
          ) : (
            <Entry
              key={one.key}
              item={one}
              approval={approvals.get(one.kind === "tool" ? one.call : "")}
              changed={one.kind === "assistant" && changed.has(one.key)}
            />
          ),
        )}
        {draft !== null && draft.text !== "" && (
          <article class="assistant">
            <Markdown text={draft.text} writing />
          </article>
        )}
        {running.value && (draft === null || draft.text === "") && !itemIsBusy(items) && <Thinking />}
        {waiting.map((message) => (
          <Waiting key={message.id} message={message} />
        ))}
      </div>
      {away && (
        <button class="to-end" aria-label="To the newest message" onClick={toEnd}>
          <Down />
        </button>
      )}
    </div>
  );
}

/** What the house answered, where it was asked in the conversation. */
function ordered(items: readonly Item[], replies: readonly Reply[]): (Item | Reply)[] {
  const all: (Item | Reply)[] = [];
  let next = 0;
  for (const item of items) {
    for (; next < replies.length && replies[next]!.after < Number(item.key); next++) {
      all.push(replies[next]!);
    }
    all.push(item);
  }
  return [...all, ...replies.slice(next)];
}

/** The answers that another model gave than the one before. */
function changes(items: readonly Item[]): ReadonlySet<string> {
  const keys = new Set<string>();
  let before = "";
  for (const item of items) {
    if (item.kind === "assistant") {
      if (before !== "" && item.model !== before) {
        keys.add(item.key);
      }
      before = item.model;
    }
  }
  return keys;
}

/** A card that waits shows its own state. */
function itemIsBusy(items: readonly Item[]): boolean {
  const last = items.at(-1);
  return (last?.kind === "tool" && last.outcome === null) || (last?.kind === "approval" && last.decision === null) || open(items) !== undefined;
}

function LinkBanner() {
  return link.value !== "lost" ? null : (
    <p class="banner" role="status">
      <span class="spinner" /> {trouble.value || "The connection was lost."} Trying again…
    </p>
  );
}

const ENDINGS: Record<string, string> = {
  failed: "This answer failed. What is above was kept; send your message again to go on.",
  stopped: "Stopped by you.",
};

function Entry({ item, approval, changed }: { item: Item; approval: ApprovalItem | undefined; changed: boolean }) {
  switch (item.kind) {
    case "user":
      return (
        <article class={item.takenBack ? "user gone" : "user"} aria-label="You">
          <ReceivedFiles files={item.files} />
          {item.text.trim() !== "" && <div class="bubble">{item.text}</div>}
          <footer>
            <time>{clock(item.at)}</time>
            {item.channel === "host" && <span>from the terminal</span>}
            {item.takenBack && <span>taken back in the messenger; no model is shown it any more</span>}
          </footer>
        </article>
      );
    case "assistant":
      return (
        <article class="assistant" aria-label="Moltbot">
          <Markdown text={item.text} />
          {changed && <footer class="by">{item.model} answered this.</footer>}
        </article>
      );
    case "tool":
      return <ToolCard item={item} approval={approval} />;
    case "approval":
      return <ApprovalCard item={item} />;
    case "question":
      return <QuestionCard item={item} />;
    case "file":
      return <GivenFile item={item} />;
    case "notice":
      return (
        <p class="notice">
          <span>{item.text}</span>
        </p>
      );
    case "ended":
      return <p class={`ended ${item.outcome}`}>{ENDINGS[item.outcome] ?? `Ended: ${item.outcome}.`}</p>;
  }
}

/** A command and what the house answered: plain text, and no part of the conversation. */
function Replied({ reply }: { reply: Reply }) {
  return (
    <section class="command-reply" aria-label="Answered by the house">
      <header>
        <code>{reply.text.trim()}</code>
        <time>{clock(reply.at)}</time>
      </header>
      <p>{reply.said}</p>
    </section>
  );
}

function Waiting({ message }: { message: Unsent }) {
  return (
    <article class={`user unsent ${message.state}`} aria-label="You">
      <PickedFiles files={message.files} />
      {message.text.trim() !== "" && <div class="bubble">{message.text}</div>}
      <footer>
        {message.state === "failed" ? (
          <>
            <span class="problem">Not sent. {message.reason}</span>
            <button onClick={() => retry(message)}>Retry</button>
            <button onClick={() => drop(message.id)}>Discard</button>
          </>
        ) : (
          <span>{message.state === "sending" ? "Sending…" : "Sent"}</span>
        )}
      </footer>
    </article>
  );
}

function Thinking() {
  return (
    <p class="thinking">
      <Mark />
      <span class="dots">
        <i />
        <i />
        <i />
      </span>
      <span class="unseen">Moltbot is working.</span>
    </p>
  );
}

function Loading() {
  return (
    <div class="loading" aria-hidden="true">
      <i />
      <i />
      <i />
    </div>
  );
}
