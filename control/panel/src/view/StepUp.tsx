import { useEffect, useRef, useState } from "preact/hooks";
import { prove, Refused, sentence } from "../model/api";
import { passkeysWork, proof } from "../model/passkey";
import { factors, refresh } from "../model/security";
import { asking, type Asking } from "../model/stepup";

/** Asks in place whether it is really the owner; what they were about to do then goes on. */
export function StepUp() {
  return asking.value === null ? null : <Dialog asking={asking.value} />;
}

function Dialog({ asking: now }: { asking: Asking }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const [needsCode, setNeedsCode] = useState(false);
  useEffect(() => {
    dialog.current?.showModal();
    void refresh().catch(() => undefined);
  }, []);
  const known = factors.value;
  const passkey = passkeysWork() && (known?.passkeys ?? []).some((one) => one.rpId === known?.rpId);
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), [passkey]);
  const attempt = async (body: () => Promise<object>) => {
    setBusy(true);
    setProblem("");
    try {
      await prove(await body());
      now.settle(true);
    } catch (error) {
      setNeedsCode((before) => before || (error instanceof Refused && error.reason === "code-needed"));
      setProblem(
        error instanceof DOMException ? "No passkey was used. Try again, or use the password." : sentence(error),
      );
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const body = { password: String(form.get("password") ?? ""), code: String(form.get("code") ?? "").trim() };
    void attempt(() => Promise.resolve(body));
  };
  return (
    <dialog class="stepup" ref={dialog} aria-labelledby="stepup-title" onCancel={() => now.settle(false)}>
      <h2 id="stepup-title">Is it you?</h2>
      <p>What you want to do needs a proof that is not older than five minutes. Nothing has been done yet.</p>
      {passkey && (
        <button
          class="primary"
          disabled={busy}
          ref={first}
          onClick={() => void attempt(async () => ({ passkey: await proof() }))}
        >
          Use your passkey
        </button>
      )}
      <form onSubmit={submit}>
        {passkey && <p class="or">or</p>}
        {known?.password !== false && (
          <label>
            Password
            <input name="password" type="password" autocomplete="current-password" maxLength={256} />
          </label>
        )}
        {(needsCode || known?.app || known?.password === false) && (
          <label>
            {known?.app ? "Code from your app, or a recovery code" : "Recovery code"}
            <input name="code" autocomplete="one-time-code" autocapitalize="off" spellcheck={false} maxLength={24} />
          </label>
        )}
        <p class="problem" role="alert">
          {problem}
        </p>
        <div class="row">
          <button type="button" class="plain" onClick={() => now.settle(false)}>
            Not now
          </button>
          <button class={passkey ? "plain" : "primary"} disabled={busy}>
            Confirm
          </button>
        </div>
      </form>
    </dialog>
  );
}
