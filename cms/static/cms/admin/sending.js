// A form of the editor is sent once. After that, and with a button's action written into the form, nothing is saved by
// itself any more: see cms/admin/sending.py.
(() => {
  let sent = false;

  window.addEventListener("submit", (event) => {
    if (event.defaultPrevented || !event.target.matches("[data-edit-form]")) return;
    if (sent) event.preventDefault();
    sent = true;
  });
  window.addEventListener("pageshow", () => { sent = false; }); // back to the form, as the browser kept it
  window.addEventListener("w-autosave:save", (event) => {
    const acts = [...event.detail.formData.keys()].some((name) => name.startsWith("action-"));
    if (sent || acts) event.preventDefault();
  });
})();
