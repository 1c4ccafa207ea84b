// A form of the editor is sent once. After that, and with a button's action written into the form, nothing is saved by
// itself any more: see cms/admin/sending.py.
(() => {
  const PATIENCE = 30_000; // ms, as Wagtail's own buttons wait; then whoever stopped the page may send it again
  let sent = -Infinity;

  const isSent = () => performance.now() - sent < PATIENCE;
  window.addEventListener("submit", (event) => {
    if (event.defaultPrevented || !event.target.matches("[data-edit-form]")) return;
    if (isSent()) event.preventDefault();
    else sent = performance.now();
  });
  window.addEventListener("pageshow", () => { sent = -Infinity; }); // back to the form, as the browser kept it
  window.addEventListener("w-autosave:save", (event) => {
    const acts = [...event.detail.formData.keys()].some((name) => name.startsWith("action-"));
    if (isSent() || acts) event.preventDefault();
  });
})();
