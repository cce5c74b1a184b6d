"use strict";
/* Beside the form page, where the installation has a library of indicators: names while a third-level
   name is typed, and how targets stand among those of the same indicators. */
(() => {
  const root = document.getElementById("form");
  if (!root || !root.dataset.names) return;
  const sheet = document.getElementById("sheet");
  const list = document.createElement("div");
  list.className = "names hidden";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", root.dataset.namesLabel);
  document.body.append(list);
  let cell = null;
  let asked = 0;
  let timer = 0;

  const field = (row, name) => sheet.querySelector(`[data-cell="${CSS.escape(`${row}/${name}`)}"]`);
  const words = (box) => (box ? (box.querySelector("textarea")?.value ?? box.textContent).trim() : "");
  const isName = (at) => /^\/indicators\/\d+\/name$/.test(at?.dataset?.pointer ?? "");

  function hide() { list.classList.add("hidden"); list.replaceChildren(); cell = null; }

  async function ask(at) {
    const number = (asked += 1);
    const query = at.value.trim();
    if (query.length < 2) { hide(); return; }
    const row = at.dataset.pointer.replace(/\/name$/, "");
    const level = words(field(row, "level2")) || words(field(row, "level1"));
    const given = new URLSearchParams({ q: query, level });
    let found = [];
    try {
      const answer = await fetch(`${root.dataset.names}?${given}`, { credentials: "same-origin" });
      if (!answer.ok || answer.redirected) return;
      found = (await answer.json()).names.filter((each) => each.name !== query);
    } catch { return; } // advice only: without it one types on
    if (number !== asked || document.activeElement !== at) return;
    if (!found.length) { hide(); return; }
    cell = at;
    list.replaceChildren(...found.map((each) => {
      const option = document.createElement("button");
      option.type = "button";
      option.setAttribute("role", "option");
      const name = document.createElement("b");
      name.textContent = each.name;
      const about = document.createElement("small");
      about.textContent = each.about;
      option.append(name, about, ...each.examples.map((example) => {
        const line = document.createElement("small");
        line.className = example.good ? "good" : "bad";
        line.textContent = example.words;
        return line;
      }));
      return option;
    }));
    list.classList.remove("hidden");
    place();
  }

  // Under its cell, within the window.
  function place() {
    if (!cell) return;
    const box = cell.getBoundingClientRect();
    const room = document.documentElement.clientWidth - list.offsetWidth - 4;
    list.style.left = `${Math.max(4, Math.min(box.left, room)) + window.scrollX}px`;
    list.style.top = `${box.bottom + window.scrollY + 2}px`;
  }
  window.addEventListener("resize", place);
  sheet.addEventListener("scroll", place, true);

  function take(option) {
    const at = cell;
    if (!at) return;
    at.value = option.querySelector("b").textContent;
    hide();
    at.focus();
    at.dispatchEvent(new Event("input", { bubbles: true }));
  }

  sheet.addEventListener("input", (event) => {
    if (!isName(event.target) || event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(() => ask(event.target), 200);
  });
  sheet.addEventListener("compositionend", (event) => { if (isName(event.target)) { clearTimeout(timer); timer = setTimeout(() => ask(event.target), 200); } });
  sheet.addEventListener("keydown", (event) => {
    if (list.classList.contains("hidden") || event.isComposing) return;
    if (event.key === "ArrowDown" && event.altKey) {
      event.preventDefault();
      event.stopPropagation();
      list.firstElementChild?.focus();
    } else if (event.key === "Escape") {
      event.stopPropagation(); // the first one closes the list, the next one takes back the text
      hide();
    }
  }, true);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the cell keeps the focus
  list.addEventListener("click", (event) => { const option = event.target.closest("button"); if (option) take(option); });
  list.addEventListener("keydown", (event) => {
    const at = document.activeElement;
    if (event.key === "ArrowDown") { event.preventDefault(); (at.nextElementSibling ?? list.firstElementChild).focus(); }
    else if (event.key === "ArrowUp") { event.preventDefault(); (at.previousElementSibling ?? list.lastElementChild).focus(); }
    else if (event.key === "Escape") { event.preventDefault(); const back = cell; hide(); back?.focus(); }
  });
  sheet.addEventListener("focusout", (event) => { if (!list.contains(event.relatedTarget)) hide(); });
  list.addEventListener("focusout", (event) => { if (!list.contains(event.relatedTarget)) hide(); });

  // ------------------------------------------------------------- targets

  async function stand() {
    let told = {};
    try {
      const answer = await fetch(root.dataset.peers, { credentials: "same-origin" });
      if (!answer.ok || answer.redirected) return;
      told = (await answer.json()).peers;
    } catch { return; }
    for (const old of sheet.querySelectorAll(".peer")) old.remove();
    for (const [pointer, { short, long }] of Object.entries(told)) {
      const box = sheet.querySelector(`[data-cell="${CSS.escape(pointer)}"]`);
      if (!box) continue;
      const mark = document.createElement("small");
      mark.className = "peer";
      mark.textContent = short;
      mark.title = long;
      box.append(mark);
    }
  }
  document.addEventListener("form:shown", stand);
  stand();
})();
