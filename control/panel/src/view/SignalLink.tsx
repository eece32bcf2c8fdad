import { useEffect, useRef, useState } from "preact/hooks";
import { spoken } from "../model/conversation";
import { sentence } from "../model/api";
import { asking } from "../model/stepup";
import { leaveLinking, linkSignal, people, refreshPeople, type Linking, type Picture } from "../model/people";

/** Shows the codes a phone links Signal by, one after another, until one was used or the owner has thought better of it. */
export function SignalLink({ onClose }: { onClose: () => void }) {
  const [now, setNow] = useState<Linking | null>(null);
  const [problem, setProblem] = useState("");
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let here = true;
    box.current?.focus();
    const follow = async () => {
      let told = await linkSignal(null);
      while (here) {
        setNow(told);
        if (told.state === "linked" || told.state === "over" || told.state === "idle") {
          return;
        }
        told = await linkSignal(told.number);
      }
    };
    follow().catch((error: unknown) => here && setProblem(sentence(error)));
    return () => {
      here = false;
      leaveLinking().catch(() => undefined);
    };
  }, []);
  useEffect(() => {
    if (now?.state !== "linked") {
      return;
    }
    spoken.value = "Linked.";
    // It takes a moment until the account is heard from; then that is shown.
    let left = 20;
    const look = () => {
      refreshPeople().catch(() => undefined);
      left -= 1;
      if (left === 0 || isConnected()) {
        clearInterval(again);
      }
    };
    const again = setInterval(look, 1_500);
    look();
    return () => clearInterval(again);
  }, [now?.state]);
  return (
    <div class="ask linking" role="group" aria-label="Link a Signal account" tabIndex={-1} ref={box}>
      {asking.value === null && <Shown now={now} />}
      {problem !== "" && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <div class="row">
        <button class="plain" onClick={onClose}>
          {now?.state === "linked" ? "Done" : "Not now"}
        </button>
      </div>
    </div>
  );
}

function isConnected(): boolean {
  return people.value?.channels?.some((one) => one.channel === "signal" && one.state === "connected") ?? false;
}

function Shown({ now }: { now: Linking | null }) {
  switch (now?.state) {
    case "code":
      return (
        <div class="scan">
          <Qr picture={now.picture!} />
          <div>
            <p>
              On the phone whose account it is to be: <strong>Settings → Linked devices → Link new device</strong>, then point it at this
              code.
            </p>
            <p class="faint">It is good for about a minute; another follows by itself. Show it to nobody.</p>
          </div>
        </div>
      );
    case "linked":
      return (
        <p>
          <strong>Linked{now.text ? ` as ${now.text}` : ""}.</strong> Write to that number from your own phone: your code appears above, and
          by it you let yourself in.
        </p>
      );
    case "over":
    case "idle":
      return <p>{now.text || "Nothing was linked."}</p>;
    default:
      return <p class="faint">Asking Signal for a code…</p>;
  }
}

/** The whole picture is one path: a square for each dot that is dark. */
function Qr({ picture }: { picture: Picture }) {
  const { size, dark } = picture;
  const dots = [...dark].map((dot, at) => (dot === "1" ? `M${at % size} ${Math.floor(at / size)}h1v1h-1z` : "")).join("");
  return (
    <svg viewBox={`-3 -3 ${size + 6} ${size + 6}`} role="img" aria-label="QR code for the phone">
      <rect x="-3" y="-3" width={size + 6} height={size + 6} />
      <path d={dots} />
    </svg>
  );
}
