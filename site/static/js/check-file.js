/* Checks a file by its SHA-256, computed here, so that the file stays on the device. Without it the file is uploaded. */

(function () {
  "use strict";
  const form = document.querySelector("form[data-hashes]");
  if (!form || !window.crypto || !crypto.subtle || !Blob.prototype.arrayBuffer) return; // only in secure contexts

  const MEGABYTE = 1024 * 1024;
  const MOST = 20 * MEGABYTE;
  const file = form.elements.file;
  const hash = form.elements.sha256;
  const button = form.querySelector("button");
  const said = form.querySelector(".check__said");
  const words = button.textContent;

  form.querySelector(".check__hashed").hidden = false;
  form.querySelector(".check__uploaded").hidden = true;
  reset();

  function reset() {
    hash.value = "";
    file.disabled = false; // a disabled field is not sent
    button.textContent = words;
    button.removeAttribute("aria-disabled");
  }

  function say(text) {
    said.textContent = text;
    said.hidden = !text;
  }

  function hexadecimal(buffer) {
    return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  async function send(chosen) {
    button.textContent = form.dataset.busy;
    button.setAttribute("aria-disabled", "true");
    try {
      hash.value = hexadecimal(await crypto.subtle.digest("SHA-256", await chosen.arrayBuffer()));
    } catch (error) {
      // The file was moved or cannot be read: let the server say what is missing.
      reset();
    }
    file.disabled = hash.value !== "";
    form.submit();
  }

  form.addEventListener("submit", function (event) {
    const chosen = file.files[0];
    if (!chosen) return; // the server says that a file is missing
    event.preventDefault();
    if (button.getAttribute("aria-disabled")) return;
    if (chosen.size > MOST) {
      say(form.dataset.tooLarge.replace("{size}", Math.ceil(chosen.size / MEGABYTE)));
      file.focus();
      return;
    }
    say("");
    send(chosen);
  });
  window.addEventListener("pageshow", reset); // coming back with the browser's button
})();
