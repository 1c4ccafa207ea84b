/* Helps on the bundle's page: moving between cells, undo, one certificate at a time, preview, dialogs, progress.
   Everything also works without it. */
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // One certificate: its column, its findings, its paper.
  function show(pk) {
    const bundle = document.querySelector("[data-bundle]");
    if (!bundle) return;
    bundle.dataset.selected = pk;
    all("[data-column], [data-finding]").forEach((each) => {
      each.classList.toggle("is-shown", (each.dataset.column || each.dataset.finding) === pk);
    });
    all(".one-by-one__link").forEach((link) => {
      if (link.dataset.show === pk) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
    all("[data-paper]").forEach((paper) => {
      paper.hidden = paper.dataset.paper !== pk;
    });
    fillPaper();
  }

  // A paper is drawn when its panel is open and it is its turn.
  function fillPaper() {
    const paper = document.querySelector("[data-paper]:not([hidden])");
    if (!paper || !paper.closest("[data-side-panel]") || paper.closest("[data-side-panel]").hidden) return;
    const sheet = paper.querySelector("iframe");
    if (sheet && !sheet.getAttribute("src")) sheet.setAttribute("src", sheet.dataset.src);
  }

  function turn(by) {
    const papers = all("[data-paper]");
    const now = papers.findIndex((paper) => !paper.hidden);
    const next = papers[(now + by + papers.length) % papers.length];
    show(next.dataset.paper);
    next.querySelector(`[data-turn="${by}"]`).focus();
  }

  // Arrow keys leave a cell where the cursor can go no further in it.
  function leaves(input, key) {
    if (input.tagName === "SELECT") return key === "ArrowLeft" || key === "ArrowRight";
    const length = input.value.length;
    const whole = input.selectionStart === 0 && input.selectionEnd === length; // as it is after moving here
    const start = whole || input.selectionEnd === 0;
    const end = whole || input.selectionStart === length;
    if (key === "ArrowLeft") return start;
    if (key === "ArrowRight") return end;
    if (input.tagName === "INPUT") return true;
    const firstBreak = input.value.indexOf("\n");
    const lastBreak = input.value.lastIndexOf("\n");
    return key === "ArrowUp"
      ? firstBreak === -1 || input.selectionStart <= firstBreak
      : input.selectionEnd > lastBreak;
  }

  function middle(element) {
    const box = element.closest("td").getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  }

  function neighbour(input, key) {
    const [x, y] = middle(input);
    const inputs = all("[data-cell]").filter((each) => each.offsetParent !== null);
    if (key === "ArrowLeft" || key === "ArrowRight") {
      return inputs[inputs.indexOf(input) + (key === "ArrowRight" ? 1 : -1)];
    }
    const row = input.closest("tr");
    const down = key === "ArrowDown";
    const beyond = inputs.filter((each) => (down ? middle(each)[1] > y : middle(each)[1] < y) && each.closest("tr") !== row);
    const covers = (each) => {
      const box = each.closest("td").getBoundingClientRect();
      return box.left <= x && x <= box.right;
    };
    const column = beyond.filter(covers);
    return (down ? column[0] : column[column.length - 1]) || null;
  }

  function changed(input) {
    if (input.tagName === "SELECT") return !input.selectedOptions[0]?.defaultSelected && input.selectedIndex > -1;
    return input.value !== input.defaultValue;
  }

  function markChange(input) {
    input.closest("td").classList.toggle("cell--changed", changed(input));
    const undo = document.querySelector("[data-undo]");
    if (undo) undo.hidden = !all(".cell--changed").length;
  }

  document.addEventListener("keydown", (event) => {
    const input = event.target.closest?.("[data-cell]");
    if (!input || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.key === "Escape" && changed(input) && input.tagName !== "SELECT") {
      input.value = input.defaultValue;
      markChange(input);
      event.preventDefault();
      return;
    }
    if (!event.key.startsWith("Arrow") || !leaves(input, event.key)) return;
    const next = neighbour(input, event.key);
    if (!next) return;
    event.preventDefault();
    next.focus();
    if (next.select) next.select();
  });

  document.addEventListener("input", (event) => {
    const input = event.target.closest?.("[data-cell]");
    if (input) markChange(input);
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-show]");
    if (link) {
      show(link.dataset.show);
      const target = document.getElementById((link.hash || "").slice(1));
      if (target?.matches("[data-cell]")) {
        event.preventDefault();
        target.focus();
        target.scrollIntoView({ block: "center" });
      } else if (link.classList.contains("matrix__kind") || link.classList.contains("one-by-one__link")) {
        event.preventDefault();
      }
      return;
    }
    const turned = event.target.closest("[data-turn]");
    if (turned) turn(Number(turned.dataset.turn));
    if (event.target.closest("[data-undo]")) {
      all(".cell--changed [data-cell]").forEach((input) => {
        if (input.tagName === "SELECT") all("option", input).forEach((option) => (option.selected = option.defaultSelected));
        else input.value = input.defaultValue;
        markChange(input);
        input.dispatchEvent(new Event("change", { bubbles: true }));
      });
    }
    const asks = event.target.closest("[data-ask]");
    if (asks && !window.confirm(asks.dataset.ask)) event.preventDefault();
    const opener = event.target.closest("[data-dialog]");
    const dialog = opener && document.getElementById(`ask-${opener.dataset.dialog}`);
    if (dialog) {
      event.preventDefault();
      dialog.dispatchEvent(new CustomEvent("w-dialog:show"));
    }
  });

  // The preview stands open where there is room for it, until somebody closes it.
  function openPanel() {
    const toggle = document.querySelector('[data-side-panel-toggle="paper"]');
    if (!toggle) return;
    toggle.addEventListener("click", () => window.setTimeout(fillPaper, 50));
    const chosen = window.localStorage.getItem("yizheng:paper");
    if (window.innerWidth >= 1280 && chosen !== "closed" && toggle.getAttribute("aria-expanded") !== "true") toggle.click();
    toggle.addEventListener("click", () => {
      window.setTimeout(() => {
        window.localStorage.setItem("yizheng:paper", toggle.getAttribute("aria-expanded") === "true" ? "open" : "closed");
      }, 50);
    });
    window.setTimeout(fillPaper, 100);
  }

  // Progress of issuing, every second until it is over.
  async function follow(place) {
    const response = await fetch(place.dataset.progress, { headers: { "X-Requested-With": "XMLHttpRequest" } }).catch(() => null);
    if (response?.ok) {
      place.innerHTML = await response.text();
      if (response.headers.get("X-Issuing") === "over") {
        window.location.reload(); // the header's state and the menu's count changed too
        return;
      }
    }
    window.setTimeout(() => follow(place), 1000);
  }

  window.addEventListener("load", () => {
    openPanel();
    const place = document.querySelector("[data-progress]");
    if (place) window.setTimeout(() => follow(place), 1000);
  });
})();
