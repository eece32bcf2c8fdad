"use strict";
// Asks for the one-time code and a new password, or for the password. Keeps nothing.
(() => {
  const at = (id) => document.getElementById(id);
  const forms = ["code-form", "choose-form", "password-form"];
  let claimed = false;
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
    at("code-title").textContent = claimed ? "Recover access" : "Welcome";
    at("code-text").textContent = claimed
      ? "Enter a recovery code from the host. You then choose a new password, and every other sign-in ends."
      : "Enter the one-time code printed on the host, where this was started.";
    at("back-to-password").hidden = !claimed;
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
    at("choose-title").textContent = claimed ? "Choose a new password" : "Choose a password";
    show("choose-form", "new-password");
  }

  at("code-form").addEventListener("submit", (event) => {
    event.preventDefault();
    calm(at("code-form"));
    takeCode();
  });

  at("choose-form").addEventListener("submit", (event) => {
    event.preventDefault();
    busy(at("choose-form"), async () => {
      const password = at("new-password").value;
      if (password.length < 10) {
        complain("choose-error", "Use at least 10 characters.", "new-password");
        return;
      }
      if (password !== at("repeat").value) {
        complain("choose-error", "The two are not the same.", "repeat");
        return;
      }
      const error = await post("auth/claim", { code, password });
      if (error === null) {
        location.replace("/");
      } else if (error.reason === "wrong-code" || error.reason === "void-code") {
        showCode();
        complain("code-error", error.message, "code");
      } else {
        complain("choose-error", error.message, "new-password");
      }
    });
  });

  at("password-form").addEventListener("submit", (event) => {
    event.preventDefault();
    busy(at("password-form"), async () => {
      const password = at("password").value;
      if (password === "") {
        complain("password-error", "Enter your password.", "password");
        return;
      }
      const error = await post("auth/sign-in", { password });
      if (error === null) {
        location.replace("/");
        return;
      }
      at("password").select();
      complain("password-error", error.message, "password");
    });
  });

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
  at("back-to-password").addEventListener("click", () => show("password-form", "password"));

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
      claimed = (await answer.json()).claimed === true;
    } catch {
      at("loading").textContent = "Nobody answers just now. Trying again…";
      setTimeout(begin, 3000);
      return;
    }
    if (fromFragment()) {
      return;
    }
    if (claimed) {
      show("password-form", "password");
    } else {
      showCode();
    }
  }
  begin();
})();
