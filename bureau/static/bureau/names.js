// Names and headings that Wagtail 8 and wagtail-localize leave out, so that a screen reader says what a field is for and
// where a screen begins. Forms grow while somebody writes, hence the observer.
(() => {
  const INPUTS = "input:not([type=hidden], [type=submit], [type=button]), select, textarea";
  const NAMELESS = `${INPUTS}, [role=textbox], .w-editing-sessions__session`;
  const GIVEN = ["aria-label", "aria-labelledby", "title"];

  const isNamed = (field) => GIVEN.some((name) => field.hasAttribute(name)) || field.labels?.length > 0;

  // A field that a widget draws in the place of its own takes the words of the label; the picker of files that hides
  // behind a button, those of the button; the only field of a block, those of the block's heading. Somebody else who has
  // the form open is a picture that says who it is when it is pointed at.
  function words(field) {
    if (field.matches("button")) return field._tippy?.props.content.textContent;
    if (field.type === "file") return field.closest("form").parentElement.querySelector("button")?.innerText;
    const label = field.closest("[data-field-wrapper]")?.querySelector("label");
    if (label) return label.innerText;
    const panel = field.closest("section[aria-labelledby]");
    const heading = panel && document.getElementById(panel.getAttribute("aria-labelledby"));
    return (heading?.querySelector(".c-sf-block__type") ?? heading)?.innerText;
  }

  function nameFields() {
    for (const field of document.querySelectorAll(NAMELESS)) {
      if (isNamed(field)) continue;
      const said = words(field)?.replace(/[\s*]+/g, " ").trim();
      if (said) field.setAttribute("aria-label", said);
    }
  }

  // Forms of snippets begin with a heading of the second level, the translator's screens with none or with the third;
  // the label of a value that only shows is one of the third, wherever it stands.
  function levelHeadings() {
    const main = document.querySelector("main");
    if (main && !document.querySelector("h1, h2[aria-level='1']")) {
      const title = document.getElementById("header-title");
      if (title) title.setAttribute("aria-level", "1");
      else main.insertAdjacentHTML("afterbegin", "<h1 class='w-sr-only'></h1>");
      if (!title) main.querySelector("h1").textContent = document.title;
    }
    for (const heading of document.querySelectorAll(".js-translation-editor section > * > h3, h3.w-field__label"))
      heading.setAttribute("aria-level", "2");
  }

  // Dialogs are named by their heading, and what they repeat of the screen below them by both; a column without a head
  // has none to read out.
  function nameDialogs() {
    for (const dialog of document.querySelectorAll(".modal[role=dialog]")) {
      const title = dialog.querySelector("h1, h2")?.innerText.trim();
      if (!title) continue;
      if (dialog.ariaLabel !== title) dialog.ariaLabel = title;
      for (const nav of dialog.querySelectorAll("nav[aria-label]"))
        if (!nav.ariaLabel.startsWith(title)) nav.ariaLabel = `${title} ${nav.ariaLabel}`;
      for (const head of dialog.querySelectorAll("th:not([role])"))
        if (!head.innerText.trim()) head.setAttribute("role", "cell");
    }
  }

  let waits = false;
  function mend() {
    waits = false;
    nameFields();
    levelHeadings();
    nameDialogs();
  }

  document.addEventListener("DOMContentLoaded", () => {
    mend();
    new MutationObserver(() => {
      if (!waits) requestAnimationFrame(mend);
      waits = true;
    }).observe(document.body, { childList: true, subtree: true });
  });
})();
