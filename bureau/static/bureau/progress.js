/* The progress of long work, fetched every second until it is over. Without script the page loads anew. */
(() => {
  let shown = "";

  async function follow(place) {
    const response = await fetch(place.dataset.progress, { headers: { "X-Requested-With": "XMLHttpRequest" } }).catch(() => null);
    if (response?.ok) {
      const text = await response.text();
      if (text !== shown) place.innerHTML = shown = text; // else whoever stands on a link would lose it every second
      if (response.headers.get("X-Progress") === "over") return;
    }
    window.setTimeout(() => follow(place), 1000);
  }

  window.addEventListener("load", () => {
    const place = document.querySelector("[data-progress]");
    if (place) window.setTimeout(() => follow(place), 1000);
  });
})();
