// Keys of a list of work, while the focus is in a row of it: j, k or the arrows lead from row to row, x chooses the row,
// / leads to the search. Enter opens the row by itself, because the focus stands on its link.
(() => {
  const list = document.getElementById("listing-results");
  const STEPS = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

  const isTyping = (target) => target.isContentEditable || target.matches("input:not([type=checkbox]), select, textarea");

  function move(row, step) {
    const rows = [...row.parentElement.rows];
    rows[rows.indexOf(row) + step]?.querySelector("a[href]")?.focus();
  }

  function does(key, row) {
    if (key in STEPS) {
      return () => move(row, STEPS[key]);
    }
    const target = {
      x: () => row.querySelector("[data-bulk-action-checkbox]"),
      "/": () => document.querySelector("[data-search-form] [name=q]"),
    }[key]?.();
    return target && (() => (key === "x" ? target.click() : target.focus()));
  }

  list?.addEventListener("keydown", (event) => {
    const row = event.target.closest("tbody > tr");
    const isOff = !window.wagtailConfig?.KEYBOARD_SHORTCUTS_ENABLED; // each person's own choice, in their account
    if (!row || isOff || event.altKey || event.ctrlKey || event.metaKey || isTyping(event.target)) {
      return;
    }
    const action = does(event.key, row);
    if (action) {
      event.preventDefault();
      event.stopPropagation();
      action();
    }
  });
})();
