/* 朗读本页: shown only where the device has a voice for the page's language; reads the main part, once, until stopped. */

(function () {
  "use strict";
  const button = document.querySelector(".read-aloud");
  if (!button || !("speechSynthesis" in window)) return;

  const language = document.documentElement.lang.slice(0, 2);
  const start = button.textContent;

  function showWhenThereIsAVoice() {
    button.hidden = !speechSynthesis.getVoices().some((voice) => voice.lang.startsWith(language));
  }

  function stopped() {
    button.textContent = start;
  }

  button.addEventListener("click", function () {
    if (speechSynthesis.speaking) {
      speechSynthesis.cancel();
      return stopped();
    }
    const words = new SpeechSynthesisUtterance(document.getElementById("main").innerText);
    words.lang = language === "zh" ? "zh-CN" : language;
    words.onend = stopped;
    speechSynthesis.speak(words);
    button.textContent = button.dataset.stop;
  });

  window.addEventListener("pagehide", () => speechSynthesis.cancel());
  speechSynthesis.addEventListener("voiceschanged", showWhenThereIsAVoice);
  showWhenThereIsAVoice();
})();
