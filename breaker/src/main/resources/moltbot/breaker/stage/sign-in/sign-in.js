"use strict";
// Becomes the owner by the one-time code, or signs in: by passkey first, else by password and code. Keeps nothing.
(() => {
  const at = (id) => document.getElementById(id);
  const forms = ["code-form", "choose-form", "password-form", "second-form", "keep-form"];
  let state = { claimed: false, named: false, passkey: false, password: false };
  let password = "";
  let code = "";

  function show(form, field) {
    at("loading").hidden = true;
    for (const id of forms) {
      at(id).hidden = id !== form;
    }
    at(field).focus();
  }

  function complain(where, message, ...fields) {
    at(where).textContent = message;
    for (const field of fields) {
      at(field).setAttribute("aria-invalid", "true");
    }
    if (fields.length > 0) {
      at(fields[0]).focus();
    }
  }

  function calm(form) {
    form.querySelectorAll(".error").forEach((line) => { line.textContent = ""; });
    form.querySelectorAll("[aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
  }

  // What the last request that went well was answered.
  let given = {};

  async function post(path, body) {
    let answer;
    try {
      answer = await fetch(path, {
        method: "POST",
        headers: { "content-type": "application/json", "accept": "application/json" },
        body: JSON.stringify(body),
        cache: "no-store",
      });
    } catch {
      return { reason: "unreachable", message: "Nobody answers. Is it still running on the host? Then try again." };
    }
    if (answer.ok) {
      given = await answer.json();
      return null;
    }
    try {
      return (await answer.json()).error;
    } catch {
      return { reason: "unknown", message: "That did not work. Try again in a moment." };
    }
  }

  async function busy(form, work) {
    const button = form.querySelector("button[type=submit]");
    calm(form);
    button.disabled = true;
    try {
      await work();
    } finally {
      button.disabled = false;
    }
  }

  function showCode() {
    at("code-title").textContent = state.claimed ? "Recover access" : "Welcome";
    at("code-text").textContent = state.claimed
      ? "Enter a code from the host, made there with the command code. You then choose anew how to sign in; your app, passkeys, recovery codes and every sign-in of before end."
      : "Enter the one-time code printed on the host, where this was started.";
    at("back-to-password").hidden = !state.claimed;
    show("code-form", "code");
  }

  function canonical(text) {
    return text.toUpperCase().replace(/[^A-Z0-9]/g, "");
  }

  function takeCode() {
    const clean = canonical(at("code").value);
    if (clean.length !== 12) {
      complain("code-error", "The code has twelve letters and digits.", "code");
      return;
    }
    code = clean;
    const passkey = passkeysWork();
    at("choose-title").textContent = passkey ? "Choose how to sign in" : "Choose a password";
    at("choose-passkey").hidden = !passkey;
    at("set-password").classList.toggle("second", passkey);
    at("no-name").hidden = state.named || !onThisMachine();
    show("choose-form", passkey ? "make-passkey" : "new-password");
  }

  at("code-form").addEventListener("submit", (event) => {
    event.preventDefault();
    calm(at("code-form"));
    takeCode();
  });

  at("choose-form").addEventListener("submit", (event) => {
    event.preventDefault();
    busy(at("choose-form"), async () => {
      const chosen = at("new-password").value;
      if (chosen.length < 10) {
        complain("choose-error", "Use at least 10 characters.", "new-password");
        return;
      }
      if (chosen !== at("repeat").value) {
        complain("choose-error", "The two are not the same.", "repeat");
        return;
      }
      const error = await post("auth/claim", { code, password: chosen });
      claimedOr(error, () => complain("choose-error", error.message, "new-password"));
    });
  });

  function claimedOr(error, otherwise) {
    if (error === null) {
      enter();
    } else if (error.reason === "wrong-code" || error.reason === "void-code") {
      showCode();
      complain("code-error", error.message, "code");
    } else {
      otherwise();
    }
  }

  // Into the panel; over the codes that are shown once, if there are any.
  function enter() {
    const codes = given.recovery ?? [];
    if (codes.length === 0) {
      location.replace("/");
      return;
    }
    for (const one of codes) {
      const line = document.createElement("li");
      line.textContent = one;
      at("codes").append(line);
    }
    show("keep-form", "codes");
  }

  at("keep-form").addEventListener("submit", (event) => {
    event.preventDefault();
    location.replace("/");
  });

  at("password-form").addEventListener("submit", (event) => {
    event.preventDefault();
    busy(at("password-form"), async () => {
      password = at("password").value;
      if (password === "") {
        complain("password-error", "Enter your password.", "password");
        return;
      }
      const error = await post("auth/sign-in", { password });
      if (error === null) {
        enter();
      } else if (error.reason === "code-needed") {
        showSecond("Enter the code your authenticator app shows now. Without your phone, enter a recovery code.");
      } else {
        at("password").select();
        complain("password-error", error.message, "password");
      }
    });
  });

  function showSecond(text) {
    at("second-title").textContent = password === "" ? "Recovery code" : "One more step";
    at("second-text").textContent = text;
    at("second").value = "";
    show("second-form", "second");
  }

  at("second-form").addEventListener("submit", (event) => {
    event.preventDefault();
    busy(at("second-form"), async () => {
      const error = await post("auth/sign-in", { password, code: at("second").value.trim() });
      if (error === null) {
        enter();
        return;
      }
      at("second").select();
      complain("second-error", error.message, "second");
    });
  });

  at("second-back").addEventListener("click", showSignIn);
  at("use-recovery").addEventListener("click", () => {
    password = "";
    showSecond("Enter one of your recovery codes. Each is good once.");
  });

  const passkeysWork = () => state.named && typeof PublicKeyCredential !== "undefined";
  const onThisMachine = () => location.hostname === "127.0.0.1" || location.hostname === "[::1]";

  function bytes(text) {
    return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  }

  function text(buffer) {
    const plain = btoa(String.fromCharCode(...new Uint8Array(buffer)));
    return plain.replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
  }

  // Runs one ceremony of the browser; its failures are sentences, too.
  async function ceremony(button, where, purpose, run) {
    at(where).textContent = "";
    at(button).disabled = true;
    try {
      const error = await post("auth/challenge", { for: purpose });
      if (error !== null) {
        complain(where, error.message);
        return;
      }
      await run(bytes(given.challenge), given.rpId);
    } catch {
      complain(where, "No passkey was used. Try again, or take another way.");
    } finally {
      at(button).disabled = false;
    }
  }

  at("make-passkey").addEventListener("click", () => ceremony("make-passkey", "passkey-new-error", "claim", async (challenge, rpId) => {
    const user = crypto.getRandomValues(new Uint8Array(16));
    const made = await navigator.credentials.create({ publicKey: {
      challenge,
      rp: { id: rpId, name: document.title },
      user: { id: user, name: "owner", displayName: "Owner" },
      pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: "public-key", alg })),
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
      attestation: "none",
    } });
    const passkey = { clientData: text(made.response.clientDataJSON), attestation: text(made.response.attestationObject) };
    const error = await post("auth/claim", { code, passkey, name: "First passkey" });
    claimedOr(error, () => complain("passkey-new-error", error.message));
  }));

  at("use-passkey").addEventListener("click", () => ceremony("use-passkey", "passkey-error", "sign-in", async (challenge, rpId) => {
    const got = await navigator.credentials.get({ publicKey: { challenge, rpId, userVerification: "required" } });
    const error = await post("auth/sign-in", { passkey: {
      id: text(got.rawId),
      clientData: text(got.response.clientDataJSON),
      authenticator: text(got.response.authenticatorData),
      signature: text(got.response.signature),
    } });
    if (error === null) {
      enter();
    } else {
      complain("passkey-error", error.message);
    }
  }));

  function showSignIn() {
    const passkey = state.passkey && passkeysWork();
    at("with-passkey").hidden = !passkey;
    at("with-password").hidden = !state.password;
    at("or-password").hidden = !state.password;
    at("use-recovery").hidden = state.password;
    at("send-password").classList.toggle("second", passkey);
    show("password-form", passkey ? "use-passkey" : state.password ? "password" : "use-recovery");
  }

  function reveals(box, ...fields) {
    at(box).addEventListener("change", () => {
      for (const field of fields) {
        at(field).type = at(box).checked ? "text" : "password";
      }
    });
  }
  reveals("show-new", "new-password", "repeat");
  reveals("show-password", "password");

  at("use-code").addEventListener("click", showCode);
  at("other-code").addEventListener("click", showCode);
  at("back-to-password").addEventListener("click", showSignIn);
  at("named-address").href = "http://localhost" + (location.port === "" ? "" : ":" + location.port) + "/sign-in";

  function fromFragment() {
    const given = new URLSearchParams(location.hash.slice(1)).get("code");
    if (given === null) {
      return false;
    }
    history.replaceState(null, "", location.pathname);
    at("code").value = given;
    showCode();
    takeCode();
    return true;
  }

  async function begin() {
    try {
      const answer = await fetch("auth/state", { headers: { "accept": "application/json" }, cache: "no-store" });
      if (!answer.ok) {
        throw new Error("state");
      }
      state = await answer.json();
    } catch {
      at("loading").textContent = "Nobody answers just now. Trying again…";
      setTimeout(begin, 3000);
      return;
    }
    if (fromFragment()) {
      return;
    }
    if (state.claimed) {
      showSignIn();
    } else {
      showCode();
    }
  }
  begin();
})();
