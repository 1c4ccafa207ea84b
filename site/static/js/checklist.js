/* Boxes to tick in the list of materials. What is ticked stays on this device, one list for each code and situation. */

(function () {
  "use strict";
  const PREFIX = "yizheng.ready.";
  const kept = new Map(); // where the device keeps nothing (private windows), the page remembers for itself

  function read(key) {
    try {
      return new Set(JSON.parse(localStorage.getItem(PREFIX + key)) || []);
    } catch (error) {
      return new Set(kept.get(key));
    }
  }

  function write(key, ready) {
    kept.set(key, [...ready]);
    try {
      if (ready.size) localStorage.setItem(PREFIX + key, JSON.stringify([...ready]));
      else localStorage.removeItem(PREFIX + key);
    } catch (error) {
      return; // full or forbidden: kept for this page
    }
  }

  function say(boxes) {
    const ready = boxes.filter((box) => box.checked).length;
    const missing = boxes.length - ready;
    for (const said of document.querySelectorAll("[data-progress]")) {
      const words = missing ? said.dataset.words : said.dataset.done;
      said.textContent = words.replace("{n}", ready).replace("{m}", missing);
      said.hidden = false;
    }
    for (const said of document.querySelectorAll("[data-kept]")) said.hidden = false;
    for (const instead of document.querySelectorAll("[data-progress-instead]")) instead.hidden = true;
  }

  function add(table) {
    const key = table.dataset.checklist;
    const rows = [...table.querySelectorAll("[data-material]")];
    const ready = read(key);
    const boxes = rows.map(function (row) {
      const box = document.createElement("input");
      box.type = "checkbox";
      box.className = "materials__box";
      box.autocomplete = "off"; // else the browser's own memory would speak against ours
      box.checked = ready.has(row.dataset.material);
      box.setAttribute("aria-labelledby", "m-" + row.dataset.material);
      row.classList.add("materials__row--ticks");
      row.querySelector(".materials__name").prepend(box);
      row.addEventListener("click", function (event) {
        if (event.target.closest("a, input") || String(getSelection())) return; // a link, the box itself, words being copied
        box.checked = !box.checked;
        changed();
      });
      box.addEventListener("change", changed);
      return box;
    });

    function changed() {
      write(key, new Set(rows.filter((row, at) => boxes[at].checked).map((row) => row.dataset.material)));
      say(boxes);
    }

    say(boxes);
  }

  function start() {
    document.querySelectorAll("table[data-checklist]").forEach(add);
  }

  document.addEventListener("situation", start); // the list was changed in place
  start();
})();
