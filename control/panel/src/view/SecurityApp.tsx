import { useState } from "preact/hooks";
import { post } from "../model/api";
import { change, showRecovery, type Factors, type Qr } from "../model/security";
import { Part, useDoing } from "./Security";

interface Begun {
  secret: string;
  uri: string;
  qr: Qr;
}

/** The authenticator app: a picture to scan, and its first code to prove that it was. */
export function AppSection({ now }: { now: Factors }) {
  const [problem, busy, run] = useDoing();
  const [begun, setBegun] = useState<Begun | null>(null);
  const [code, setCode] = useState("");
  const enrol = (event: Event) => {
    event.preventDefault();
    if (begun !== null) {
      void run(async () => {
        const made = await change<{ recovery: string[] }>("/auth/app/enrol", { secret: begun.secret, code: code.trim() });
        setBegun(null);
        setCode("");
        showRecovery(made.recovery);
      });
    }
  };
  return (
    <Part
      title="Authenticator app"
      about={
        now.app
          ? "Enrolled: signing in with the password asks for its code, and so does a reset on the host."
          : "A second lock for the password: a code of your phone, new every thirty seconds."
      }
      problem={problem}
    >
      {begun !== null ? (
        <form class="enrol" onSubmit={enrol}>
          <svg viewBox={`-3 -3 ${begun.qr.size + 6} ${begun.qr.size + 6}`} role="img" aria-label="QR code for the app">
            <rect x="-3" y="-3" width={begun.qr.size + 6} height={begun.qr.size + 6} />
            <path d={begun.qr.path} />
          </svg>
          <div>
            <p>Scan this with your app, or type the key into it:</p>
            <code class="secret">{begun.secret.replace(/(.{4})/g, "$1 ").trim()}</code>
            <label>
              The code it shows now
              <input
                inputMode="numeric"
                autocomplete="one-time-code"
                maxLength={6}
                value={code}
                onInput={(event) => setCode(event.currentTarget.value)}
              />
            </label>
            <div class="row">
              <button type="button" class="plain" onClick={() => setBegun(null)}>
                Not now
              </button>
              <button class="primary" disabled={busy || code.trim().length !== 6}>
                Enrol it
              </button>
            </div>
          </div>
        </form>
      ) : now.app ? (
        <button class="plain" disabled={busy} onClick={() => void run(() => change("/auth/app/remove", {}))}>
          Remove the app
        </button>
      ) : (
        <button class="primary" disabled={busy} onClick={() => void run(async () => setBegun(await post<Begun>("/auth/app/begin", {})))}>
          Set one up
        </button>
      )}
    </Part>
  );
}
