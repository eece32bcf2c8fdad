import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { sentence } from "../model/api";
import { addPasskey, passkeysWork } from "../model/passkey";
import { change, factors, once, refresh, showRecovery, type Factors } from "../model/security";
import { AppSection } from "./SecurityApp";
import { RulesSection } from "./SecurityRules";
import { TokenSection } from "./SecurityTokens";
import { when } from "./format";
import { Sheet } from "./Sheet";

/** One place for everything that lets somebody in. */
export function Security() {
  return (
    <Sheet page="security" title="Security" load={refresh} onClose={() => (once.value = null)}>
      <Once />
      {factors.value === null ? <p class="faint">Asking…</p> : <Sections now={factors.value} />}
    </Sheet>
  );
}

function Once() {
  const shown = once.value;
  return shown === null ? null : (
    <div class="once" role="status">
      <h3>{shown.title}</h3>
      <ul class={shown.lines.length > 1 ? "codes" : ""}>
        {shown.lines.map((line) => (
          <li key={line}>
            <code>{line}</code>
          </li>
        ))}
      </ul>
      <p>{shown.note}</p>
      <div class="row">
        <button class="plain" onClick={() => void navigator.clipboard?.writeText(shown.lines.join("\n"))}>
          Copy
        </button>
        <button class="primary" onClick={() => (once.value = null)}>
          I have kept them
        </button>
      </div>
    </div>
  );
}

function Sections({ now }: { now: Factors }) {
  return (
    <>
      <PasskeySection now={now} />
      <AppSection now={now} />
      <RecoverySection now={now} />
      <PasswordSection now={now} />
      <SignInSection now={now} />
      <TokenSection now={now} />
      <RulesSection />
    </>
  );
}

/** A heading, a sentence, what there is, and what went wrong. */
export function Part(props: { title: string; about: ComponentChildren; problem?: string; children: ComponentChildren }) {
  return (
    <section class="part">
      <h3>{props.title}</h3>
      <p class="about">{props.about}</p>
      {props.children}
      {props.problem && (
        <p class="problem" role="alert">
          {props.problem}
        </p>
      )}
    </section>
  );
}

/** Runs what a button does, and keeps the sentence of what went wrong. */
export function useDoing(): [string, boolean, (work: () => Promise<unknown>) => Promise<void>] {
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const run = async (work: () => Promise<unknown>) => {
    setBusy(true);
    setProblem("");
    try {
      await work();
    } catch (error) {
      setProblem(error instanceof DOMException ? "The browser made no passkey. Nothing was changed." : sentence(error));
    } finally {
      setBusy(false);
    }
  };
  return [problem, busy, run];
}

function PasskeySection({ now }: { now: Factors }) {
  const [problem, busy, run] = useDoing();
  const [name, setName] = useState("");
  const possible = now.named && passkeysWork();
  const add = (event: Event) => {
    event.preventDefault();
    void run(async () => {
      await addPasskey(name || "Passkey");
      setName("");
      await refresh();
    });
  };
  return (
    <Part
      title="Passkeys"
      about="The safest way in: nothing to type, nothing to steal, bound to this address. Your device checks your finger, face or PIN."
      problem={problem}
    >
      <ul class="rows">
        {now.passkeys.map((one) => (
          <li key={one.id}>
            <span class="grow">
              {one.name}
              <small>
                {one.rpId === now.rpId ? "" : `for ${one.rpId} · `}used {ago(one.lastUsedAt)}
              </small>
            </span>
            <button class="plain" disabled={busy} onClick={() => void run(() => change("/auth/passkeys/remove", { id: one.id }))}>
              Remove
            </button>
          </li>
        ))}
      </ul>
      {possible ? (
        <form class="row" onSubmit={add}>
          <input
            aria-label="Name of the passkey"
            placeholder="Name, such as “Laptop”"
            maxLength={64}
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
          <button class="primary" disabled={busy}>
            Add a passkey
          </button>
        </form>
      ) : (
        <p class="hint">
          Browsers bind passkeys to a name, and this address is a number. On this machine, open{" "}
          <code>http://localhost{now.port}</code>; from elsewhere, give the house a name (the setting{" "}
          <code>public-origin</code>).
        </p>
      )}
    </Part>
  );
}

function RecoverySection({ now }: { now: Factors }) {
  const [problem, busy, run] = useDoing();
  const renew = async () => showRecovery((await change<{ recovery: string[] }>("/auth/recovery", {})).recovery);
  return (
    <Part
      title="Recovery codes"
      about="For the day the phone is gone. Ten codes, each good once, in place of your app or passkey."
      problem={problem}
    >
      <div class="row">
        <span class="grow">{now.recoveryLeft === 0 ? "None" : `${now.recoveryLeft} of 10 left`}</span>
        <button class="plain" disabled={busy} onClick={() => void run(renew)}>
          {now.recoveryLeft === 0 ? "Make codes" : "Make new ones"}
        </button>
      </div>
    </Part>
  );
}

function PasswordSection({ now }: { now: Factors }) {
  const [problem, busy, run] = useDoing();
  const [fresh, setFresh] = useState("");
  const [done, setDone] = useState(false);
  const save = (event: Event) => {
    event.preventDefault();
    void run(async () => {
      await change("/auth/password", { password: fresh });
      setFresh("");
      setDone(true);
    });
  };
  return (
    <Part
      title="Password"
      about={now.password ? "A few random words are good. At least ten characters. A new one signs every other browser out." : "There is none: you sign in by passkey."}
      problem={problem}
    >
      <form class="row" onSubmit={save}>
        <input type="text" name="username" autocomplete="username" value="owner" hidden />
        <input
          type="password"
          aria-label="New password"
          placeholder="New password"
          autocomplete="new-password"
          minLength={10}
          maxLength={256}
          value={fresh}
          onInput={(event) => setFresh(event.currentTarget.value)}
        />
        <button class="plain" disabled={busy || fresh.length < 10}>
          {now.password ? "Change it" : "Set it"}
        </button>
      </form>
      {done && <p class="hint">The new password counts from now on.</p>}
    </Part>
  );
}

const BY: Record<string, string> = {
  passkey: "with a passkey",
  password: "with the password",
  "password-and-app": "with password and app",
  "recovery-code": "with a recovery code",
  "host-code": "with a code of the host",
};

function SignInSection({ now }: { now: Factors }) {
  const [problem, busy, run] = useDoing();
  return (
    <Part title="Signed in" about="Every browser that is signed in. Ending one cuts it off at once." problem={problem}>
      <ul class="rows">
        {now.sessions.map((one) => (
          <li key={one.id}>
            <span class="grow">
              {one.browser}
              {one.current && <em>this one</em>}
              <small>
                {BY[one.by] ?? one.by}, {ago(one.signedInAt)} · used {ago(one.lastUsedAt)}
              </small>
            </span>
            {!one.current && (
              <button class="plain" disabled={busy} onClick={() => void run(() => change("/auth/sessions/end", { id: one.id }))}>
                End
              </button>
            )}
          </li>
        ))}
      </ul>
      {now.sessions.length > 1 && (
        <button class="plain" disabled={busy} onClick={() => void run(() => change("/auth/sessions/end", { others: true }))}>
          End all others
        </button>
      )}
    </Part>
  );
}

/** Seconds since 1970 as people say it. */
export function ago(second: number): string {
  const said = when(second * 1000);
  return said === "now" ? "just now" : /^\d+ (s|min|h|d)$/.test(said) ? `${said} ago` : said;
}
