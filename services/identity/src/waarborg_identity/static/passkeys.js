// Passkeys: asks the browser for one when a form is sent, puts its answer into the form, and sends it on.
(() => {
  "use strict";

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));

  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");

  const known = (list) => (list || []).map((each) => ({ ...each, id: bytes(each.id) }));

  const created = async (options) => {
    const made = await navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        user: { ...options.user, id: bytes(options.user.id) },
        excludeCredentials: known(options.excludeCredentials),
      },
    });
    return {
      ...named(made),
      response: {
        clientDataJSON: text(made.response.clientDataJSON),
        attestationObject: text(made.response.attestationObject),
      },
    };
  };

  const proved = async (options) => {
    const made = await navigator.credentials.get({
      publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: known(options.allowCredentials) },
    });
    const { clientDataJSON, authenticatorData, signature, userHandle } = made.response;
    return {
      ...named(made),
      response: {
        clientDataJSON: text(clientDataJSON),
        authenticatorData: text(authenticatorData),
        signature: text(signature),
        userHandle: userHandle ? text(userHandle) : null,
      },
    };
  };

  const named = (made) => ({ id: made.id, rawId: text(made.rawId), type: made.type });

  const ready = (form) => {
    const failed = form.querySelector("[data-passkey-failed]");
    const answer = form.elements.namedItem("credential");
    answer.value = "";
    form.hidden = false;
    form.addEventListener("submit", async (sent) => {
      if (answer.value) return;
      sent.preventDefault();
      failed.hidden = true;
      try {
        const ask = form.dataset.passkey === "create" ? created : proved;
        answer.value = JSON.stringify(await ask(JSON.parse(form.dataset.options)));
        form.submit();
      } catch {
        failed.hidden = false;
        failed.focus();
      }
    });
  };

  const able = typeof window.PublicKeyCredential === "function";
  for (const form of document.querySelectorAll("form[data-passkey]")) if (able) ready(form);
  if (!able) for (const note of document.querySelectorAll("[data-passkey-unable]")) note.hidden = false;
})();
