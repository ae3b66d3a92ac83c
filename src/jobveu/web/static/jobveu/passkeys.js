// Passkeys: a form that asks the browser for one before it is sent. Marked up as
//   <form data-passkey="create" or "get" data-options="…"> with a hidden input "credential";
// without data-options the options are fetched from the address in data-options-from.
(() => {
  "use strict";

  async function optionsOf(form) {
    if (form.dataset.options) return JSON.parse(form.dataset.options);
    const answer = await fetch(form.dataset.optionsFrom, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`Passkey options: ${answer.status}`);
    return (await answer.json()).request_options;
  }

  async function credentialFor(form) {
    const options = await optionsOf(form);
    if (form.dataset.passkey === "get") return window.webauthnJSON.get(options);
    // A key that is to stand alone must itself make sure who holds it.
    const alone = form.elements.passwordless?.checked ?? false;
    const chosen = options.publicKey.authenticatorSelection;
    chosen.residentKey = alone ? "required" : "discouraged";
    chosen.requireResidentKey = alone;
    if (alone) chosen.userVerification = "required";
    return window.webauthnJSON.create(options);
  }

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const failed = form.querySelector("[data-passkey-failed]");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      failed.hidden = true;
      try {
        form.elements.credential.value = JSON.stringify(await credentialFor(form));
      } catch {
        failed.hidden = false; // declined, timed out or not possible: the page says what to do instead
        return;
      }
      form.submit();
    });
  }
})();
