"use strict";
/* Files dropped on any page are brought: they go where the upload page would send them. */
(() => {
  const address = document.currentScript.dataset.upload;
  const brings = (event) => [...(event.dataTransfer?.types || [])].includes("Files") && !event.target.closest?.("input[type=file]");
  document.addEventListener("dragover", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    document.querySelector(".drop")?.classList.add("over");
  });
  document.addEventListener("dragleave", () => document.querySelector(".drop")?.classList.remove("over"));
  document.addEventListener("drop", async (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    const body = new FormData();
    for (const file of event.dataTransfer.files) body.append("file", file);
    const place = document.getElementById("organisation");
    if (place) body.append("organisation", place.value);
    const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
    const answer = await fetch(address, { method: "POST", body, credentials: "same-origin", headers: { "X-CSRFToken": token } });
    if (answer.ok) { window.location.assign(answer.url); return; }
    document.dispatchEvent(new CustomEvent("htmx:responseError", { detail: { xhr: { responseText: await answer.text() } } }));
  });
})();
