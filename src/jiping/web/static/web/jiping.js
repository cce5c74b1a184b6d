"use strict";
/* What every page needs beside htmx. Nothing here is required to read or send a page. */
(() => {
  // A refused request is told in words, at the top of the page, instead of vanishing.
  document.addEventListener("htmx:responseError", (event) => tell(event.detail.xhr.responseText.slice(0, 300)));
  document.addEventListener("htmx:sendError", () => tell(document.documentElement.lang === "en" ? "The program does not answer. Nothing was saved." : "程序没有应答，刚才的内容没有保存。请检查程序是否还在运行。"));

  function tell(words) {
    const main = document.getElementById("content");
    if (!main) return;
    const note = document.createElement("p");
    note.className = "note error";
    note.setAttribute("role", "alert");
    note.textContent = words;
    main.prepend(note);
  }

  // <form data-confirm="…"> and <button data-confirm="…">: ask before it is sent.
  document.addEventListener("submit", (event) => {
    const asked = event.submitter?.dataset.confirm || event.target.dataset.confirm;
    if (asked && !window.confirm(asked)) event.preventDefault();
  });
})();
