"use strict";
/* What every page needs beside htmx. Nothing here is required to read or send a page. */
(() => {
  const words = document.getElementById("words")?.dataset;

  // A refused request is told in words, at the top of the page, instead of vanishing.
  document.addEventListener("htmx:responseError", (event) => tell(event.detail.xhr.responseText.slice(0, 300)));
  // What only asks how far something is goes on asking; its note goes when the program answers again.
  document.addEventListener("htmx:sendError", (event) => {
    const asks = event.detail?.requestConfig?.verb === "get";
    tell(asks ? words.asksAgain : words.noAnswer, asks ? "asks-again" : "");
  });
  document.addEventListener("htmx:afterOnLoad", () => document.querySelector(".note.asks-again")?.remove());

  function tell(words, kind = "") {
    const main = document.getElementById("content");
    if (!main || [...main.children].some((each) => each.matches(".note.error") && each.textContent === words)) return;
    const note = document.createElement("p");
    note.className = `note error ${kind}`;
    note.setAttribute("role", "alert");
    note.textContent = words;
    main.prepend(note);
  }

  // A list whose rows can be chosen: all at once, and how many are.
  document.addEventListener("change", (event) => {
    const list = event.target.closest("[data-batch]");
    if (!list || event.target.type !== "checkbox") return;
    const boxes = [...list.querySelectorAll("input[name=form]")];
    const all = list.querySelector("[data-all]");
    if (event.target === all) for (const box of boxes) box.checked = all.checked;
    const chosen = boxes.filter((box) => box.checked).length;
    all.checked = chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
    const said = list.querySelector("[data-chosen]");
    if (said) said.textContent = said.dataset.words.replace("0", chosen);
  });

  // The browser's own button for files speaks the browser's language: the page's own stands before it.
  function dress(root) {
    for (const input of root.querySelectorAll("input[type=file]:not(.dressed)")) {
      const shown = document.createElement("span");
      const button = document.createElement("span");
      const names = document.createElement("span");
      shown.className = "picked";
      shown.setAttribute("aria-hidden", "true");
      button.className = "button";
      button.textContent = words.chooseFile;
      names.className = "quiet breaks";
      names.textContent = words.noFile;
      shown.append(button, names);
      input.classList.add("dressed");
      input.after(shown);
      input.addEventListener("change", () => {
        const all = [...input.files].map((file) => file.name);
        names.textContent = all.length > 3 ? words.files.replace("{n}", all.length) : all.join("\n") || words.noFile;
      });
      if (input.closest(".drop")) continue; // what falls there is sent at once
      if (!input.closest("label")) shown.addEventListener("click", () => input.click());
      shown.addEventListener("dragover", (event) => event.preventDefault());
      shown.addEventListener("drop", (event) => {
        event.preventDefault();
        event.stopPropagation();
        input.files = event.dataTransfer.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
      });
    }
  }
  dress(document);
  document.addEventListener("htmx:load", (event) => dress(event.detail.elt));
  document.addEventListener("form:shown", () => dress(document));

  // <form data-confirm="…"> and <button data-confirm="…">: ask before it is sent.
  document.addEventListener("submit", (event) => {
    const asked = event.submitter?.dataset.confirm || event.target.dataset.confirm;
    if (asked && !window.confirm(asked)) event.preventDefault();
  });
})();
