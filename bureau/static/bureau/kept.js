// An action that says no sends the person back to the screen, with the reason at its top. What they typed is put in again
// and the reason stands once more where they typed. Files are the one thing that a browser lets nobody put in again.
(() => {
  const FORMS = ".staff form[method=post], .calendar form[method=post]";
  const KEY = "typed";
  const NEVER = ["hidden", "file", "submit", "button", "password"];
  const chooseAgain = document.currentScript.dataset.files;

  const typed = (form) => [...form.elements].filter((field) => field.name && !NEVER.includes(field.type));
  const whatItDoes = (form) => [...form.elements].filter((each) => each.name === "do").map((each) => each.value).join();
  const valueOf = (field) => (["checkbox", "radio"].includes(field.type) ? field.checked : field.value);

  document.addEventListener("submit", ({ target: form }) => {
    if (!form.matches(FORMS)) return;
    const values = typed(form).map((field) => [field.name, valueOf(field)]);
    const hadFiles = [...form.elements].some((field) => field.files?.length);
    sessionStorage.setItem(KEY, JSON.stringify({ at: location.pathname, does: whatItDoes(form), values, hadFiles }));
  });

  function putBack(form, values) {
    const fields = typed(form);
    values.forEach(([name, value], at) => {
      if (fields[at]?.name !== name) return;
      if (typeof value === "boolean") fields[at].checked = value;
      else fields[at].value = value;
    });
  }

  function show(form, words) {
    for (let outer = form.closest("details"); outer; outer = outer.parentElement.closest("details")) outer.open = true;
    const said = document.createElement("p");
    said.className = "said said--must_fix";
    said.textContent = words;
    form.prepend(said);
    form.scrollIntoView({ block: "center" });
  }

  const kept = JSON.parse(sessionStorage.getItem(KEY));
  sessionStorage.removeItem(KEY);
  const reason = document.querySelector(".messages .error");
  if (!kept || !reason || kept.at !== location.pathname) return;
  const form = [...document.querySelectorAll(FORMS)].find((each) => whatItDoes(each) === kept.does);
  if (!form) return;
  putBack(form, kept.values);
  show(form, [reason.innerText.trim(), kept.hadFiles && chooseAgain].filter(Boolean).join(" "));
})();
