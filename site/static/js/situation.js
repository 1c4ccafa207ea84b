/* Another situation changes the list in place: the page as the server writes it for that choice is fetched, and the
   parts that vary are taken from it. The address follows, so that what is shared or printed is what is shown. */

(function () {
  "use strict";
  const forms = [...document.querySelectorAll("form[data-situation]")];
  const said = document.querySelector("[data-said]");
  if (!forms.length || !window.fetch) return;
  let latest = 0;

  function address() {
    const query = new URLSearchParams(location.search);
    query.delete("s");
    for (const radio of document.querySelectorAll(".segment__radio:checked")) query.append("s", radio.value);
    return location.pathname + "?" + query;
  }

  function take(page) {
    for (const part of document.querySelectorAll("[data-varies]")) {
      const other = page.getElementById(part.id);
      if (other) part.replaceWith(document.adoptNode(other));
    }
    document.dispatchEvent(new CustomEvent("situation"));
    const list = document.querySelector("[data-bring]");
    if (said && list) said.textContent = list.dataset.bring;
  }

  async function show(form) {
    const mine = (latest += 1);
    const there = address();
    form.classList.add("segment--waiting");
    try {
      const answer = await fetch(there, { credentials: "same-origin" });
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine !== latest) return; // somebody chose again meanwhile
      take(page);
      history.replaceState(null, "", there);
    } catch (error) {
      if (mine === latest) location.assign(there); // the browser says what is wrong
    } finally {
      form.classList.remove("segment--waiting");
    }
  }

  for (const form of forms) {
    form.querySelector(".segment__show").hidden = true;
    form.addEventListener("change", () => show(form));
    form.addEventListener("submit", function (event) {
      event.preventDefault(); // Enter on a radio
      show(form);
    });
  }
})();
