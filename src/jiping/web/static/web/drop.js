"use strict";
/* Files dropped on any page are brought: they go where the upload page would send them. How far the
   sending is, is shown: a zip of hundreds of megabytes takes its time. */
(() => {
  const address = document.currentScript.dataset.upload;
  const brings = (event) => [...(event.dataTransfer?.types || [])].includes("Files") && !event.target.closest?.("input[type=file]");
  const refused = (text) => document.dispatchEvent(new CustomEvent("htmx:responseError", { detail: { xhr: { responseText: text } } }));

  function send(body) {
    const words = document.getElementById("words").dataset;
    const shown = document.createElement("div");
    const bar = document.createElement("progress");
    const said = document.createElement("p");
    shown.className = "note";
    shown.setAttribute("role", "status");
    said.id = "sending";
    bar.max = 100;
    bar.setAttribute("aria-labelledby", said.id);
    shown.append(said, bar);
    document.getElementById("content").prepend(shown);
    const tell = (part) => { bar.value = part; said.textContent = words.sending.replace("{n}", part); };
    tell(0);
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("X-CSRFToken", JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"]);
    request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) tell(Math.floor((event.loaded * 100) / event.total)); });
    request.addEventListener("load", () => {
      if (request.status < 400) { window.location.assign(request.responseURL); return; }
      shown.remove();
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      refused(page.querySelector("main")?.textContent.trim().replace(/\s+/g, " ") || request.responseText);
    });
    request.addEventListener("error", () => { shown.remove(); document.dispatchEvent(new CustomEvent("htmx:sendError")); });
    request.send(body);
  }

  document.addEventListener("dragover", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    document.querySelector(".drop")?.classList.add("over");
  });
  document.addEventListener("dragleave", () => document.querySelector(".drop")?.classList.remove("over"));
  document.addEventListener("drop", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    const body = new FormData();
    for (const file of event.dataTransfer.files) body.append("file", file);
    const place = document.getElementById("organisation");
    if (place) body.append("organisation", place.value);
    send(body);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "upload" || event.defaultPrevented) return;
    event.preventDefault();
    send(new FormData(event.target));
  });
})();
