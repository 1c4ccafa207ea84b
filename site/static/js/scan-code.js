/* Reads the QR code of a certificate, or of a query result, with the camera, where the browser can; asks for the camera only when pressed.
   Whatever host the code names, the check is made here: of its address only id and check code are used. */

(function () {
  "use strict";
  const box = document.querySelector("[data-scan]");
  if (!box || !("BarcodeDetector" in window) || !navigator.mediaDevices) return;

  const EVERY = 250; // milliseconds between two looks
  const ADDRESS = /\/([rv])\/([0-9A-Za-z]{6,16})\/([0-9A-Za-z]{10})\/?$/;
  const button = box.querySelector("button");
  const said = box.querySelector(".scan__said");
  const picture = box.querySelector("video");
  let stream = null;

  function stop() {
    if (stream) stream.getTracks().forEach((track) => track.stop());
    stream = null;
    picture.hidden = true;
  }

  async function look(detector) {
    if (!stream) return;
    const [code] = await detector.detect(picture).catch(() => []);
    const found = code && ADDRESS.exec(code.rawValue);
    if (found) {
      stop();
      window.location.assign(`/${found[1]}/${found[2]}/${found[3]}/`);
      return;
    }
    if (code) said.textContent = box.dataset.strange;
    setTimeout(look, EVERY, detector);
  }

  async function start() {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch (error) {
      said.textContent = box.dataset.denied;
      return;
    }
    picture.srcObject = stream;
    picture.hidden = false;
    await picture.play();
    said.textContent = box.dataset.looking;
    look(new window.BarcodeDetector({ formats: ["qr_code"] }));
  }

  button.addEventListener("click", () => (stream ? stop() : start()));
  window.addEventListener("pagehide", stop);
  window.BarcodeDetector.getSupportedFormats().then((formats) => {
    box.hidden = !formats.includes("qr_code");
  });
})();
