import { useState } from "preact/hooks";
import { Refused, sentence } from "../model/api";
import { answer } from "../model/conversation";
import type { ApprovalItem } from "../model/transcript";
import { clock } from "./format";
import { Hand } from "./icons";
import { Argv, argvOf, Fields, flat, Letter, letterOf, visible } from "./Shown";
import { ofPart, Why } from "./ToolCard";

const ANSWERS: Record<string, string> = {
  approved: "You approved this, once.",
  denied: "You said no. It was not done.",
  expired: "Nobody answered in time. It was not done.",
  voided: "The breaker tripped while this waited, so it is void. It was not done. Ask again if you still want it.",
};

/** Channels are written small; their names are not. */
function answered(decision: string, by = ""): string {
  const messenger = (decision === "approved" || decision === "denied") && !["", "panel", "host"].includes(by);
  const where = messenger ? ` (In ${by.charAt(0).toUpperCase()}${by.slice(1)}.)` : "";
  return (ANSWERS[decision] ?? decision) + where;
}

export function ApprovalCard({ item }: { item: ApprovalItem }) {
  const shows = flat(item.shows);
  const argv = argvOf(shows);
  const letter = letterOf(shows);
  return (
    <section class={`card approval ${item.decision ?? "open"}${ofPart(item.call) ? " of-part" : ""}`} aria-label="Approval">
      <header>
        <Hand />
        <h3>{item.decision === null ? "May I?" : item.decision === "voided" ? "Void" : "Approval"}</h3>
        <time>{clock(item.at)}</time>
      </header>
      <p class="why">{visible(item.why)}</p>
      {shows["network"] !== undefined && <Fields shows={{ network: shows["network"] }} without={[]} />}
      {argv !== null && <Argv words={argv} />}
      {letter !== null && <Letter letter={letter} />}
      <Fields shows={shows} without={letter === null ? ["argv", "network"] : ["recipient", "text"]} />
      <details>
        <summary>Why you are asked</summary>
        <Why call={item.call} />
      </details>
      {item.decision === null ? <Buttons item={item} /> : <p class="answer">{answered(item.decision, item.by)}</p>}
    </section>
  );
}

function Buttons({ item }: { item: ApprovalItem }) {
  const [sent, setSent] = useState<"approve" | "always" | "deny" | null>(null);
  const [problem, setProblem] = useState("");
  const [asks, setAsks] = useState(false);
  const give = async (decision: "approve" | "always" | "deny") => {
    setSent(decision);
    setProblem("");
    try {
      await answer(item.approval, decision);
    } catch (error) {
      setProblem(sentence(error));
      if (!(error instanceof Refused && (error.status === 404 || error.status === 409))) {
        setSent(null);
      }
    }
  };
  return (
    <footer class="answers">
      <button class="yes" disabled={sent !== null} onClick={() => void give("approve")}>
        {sent === "approve" && problem === "" ? "Approving…" : "Approve once"}
      </button>
      <button class="no" disabled={sent !== null} onClick={() => void give("deny")}>
        {sent === "deny" && problem === "" ? "Denying…" : "Deny"}
      </button>
      {item.always.length > 0 && !asks && (
        <button class="no" disabled={sent !== null} onClick={() => setAsks(true)}>
          Always…
        </button>
      )}
      <span class={problem === "" ? "faint" : "problem"} role="status">
        {problem || `Approves exactly this, one time. Without an answer it is not done. ${item.once}`}
      </span>
      {asks && (
        <div class="always" ref={(box) => box?.scrollIntoView({ block: "nearest" })}>
          <p>From now on this is done without asking, until you take it back under Security:</p>
          <ul>
            {item.always.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
          <button class="no" disabled={sent !== null} onClick={() => void give("always")}>
            {sent === "always" && problem === "" ? "Approving…" : "Always allow this"}
          </button>
          <button class="no" disabled={sent !== null} onClick={() => setAsks(false)}>
            Not always
          </button>
        </div>
      )}
    </footer>
  );
}
