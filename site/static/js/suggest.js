/* Suggestions while somebody types in a search field: a combobox with a list (WAI-ARIA 1.2), by keyboard, touch and
   screen reader. Choosing one searches for it. */

(function () {
  "use strict";
  const PAUSE = 150; // milliseconds after the last key
  const field = document.querySelector("input[data-suggest]");
  if (!field || field.role || !window.fetch) return;
  const box = field.parentElement;
  const list = box.appendChild(document.createElement("ul"));
  const said = box.parentElement.appendChild(document.createElement("p"));
  let active = -1;
  let timer = 0;
  let waiting = null;

  list.id = field.id + "_suggestions";
  list.className = "suggest";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.dataset.suggestName);
  said.className = "hidden-words";
  said.setAttribute("role", "status");
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");

  function stop() {
    clearTimeout(timer);
    if (waiting) waiting.abort();
    waiting = null;
  }

  function close() {
    stop();
    list.hidden = true;
    list.replaceChildren();
    said.textContent = "";
    active = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function row(found, at) {
    const one = document.createElement("li");
    const text = one.appendChild(document.createElement("span"));
    const kind = one.appendChild(document.createElement("span"));
    one.id = list.id + "_" + at;
    one.className = "suggest__one";
    one.dataset.text = found.text;
    one.setAttribute("role", "option");
    one.setAttribute("aria-selected", "false");
    text.className = "suggest__text";
    text.textContent = found.text;
    kind.className = "suggest__kind";
    kind.textContent = found.kind;
    return one;
  }

  function show(found) {
    close();
    if (!found.length || document.activeElement !== field) return;
    said.textContent = field.dataset.suggestSaid.replace("{n}", found.length);
    list.replaceChildren(...found.map(row));
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
  }

  function move(to) {
    const rows = list.children;
    if (active >= 0) rows[active].setAttribute("aria-selected", "false");
    active = to < rows.length ? to : -1; // after the last one, and before the first, comes the field itself
    if (active < 0) return field.removeAttribute("aria-activedescendant");
    rows[active].setAttribute("aria-selected", "true");
    rows[active].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", rows[active].id);
  }

  function choose(one) {
    field.value = one.dataset.text;
    close();
    field.form.requestSubmit();
  }

  async function ask() {
    const query = new URLSearchParams({ q: field.value.trim() });
    for (const kind of field.form.querySelectorAll("input[type=hidden][name=kind]")) query.append("kind", kind.value);
    waiting = new AbortController();
    const mine = waiting;
    try {
      const answer = await fetch(field.dataset.suggest + "?" + query, { signal: mine.signal });
      const found = answer.ok ? await answer.json() : []; // the field works without
      if (mine === waiting) show(found);
    } catch (error) {
      if (error.name !== "AbortError" && mine === waiting) close();
    }
  }

  function typed() {
    stop();
    if (active >= 0) move(-1); // what is typed now counts, not what was marked before
    if (field.value.trim().length < 2) return show([]);
    timer = setTimeout(ask, PAUSE);
  }

  field.addEventListener("compositionstart", stop); // what was about to be asked would hold half of what is being typed
  field.addEventListener("input", (event) => event.isComposing || typed());
  field.addEventListener("compositionend", typed); // of what is typed with an input method only the result counts
  field.addEventListener("blur", close);
  field.form.addEventListener("submit", close);
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? active + 1 : active < 0 ? list.children.length - 1 : active - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      choose(list.children[active]);
    } else if (event.key === "Escape") {
      event.preventDefault(); // else it would empty the field
      close();
    }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const one = event.target.closest(".suggest__one");
    if (one) choose(one);
  });
})();
