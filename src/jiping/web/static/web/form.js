"use strict";
/* The form page: cells like those of a spreadsheet. Every change goes to the program at once; what
   follows from it (scores, findings, marks) comes back and is put in place. */
(() => {
  const root = document.getElementById("form");
  if (!root) return;
  const sheet = document.getElementById("sheet");
  const side = document.getElementById("side");
  const saved = document.getElementById("saved");
  const moved = document.getElementById("moved");
  const help = document.getElementById("help");
  const words = document.getElementById("words").dataset; // what is said, in the language of the page
  const undoButton = document.getElementById("undo");
  const editable = root.hasAttribute("data-editable");
  const CELL = "[data-pointer]";
  const held = new Map(); // pointer → text as the program has it
  const past = []; // what can be undone: [pointer, text before][]
  let editing = false; // typing inside a cell: arrows move the caret, not the cell
  let current = ""; // row of the panel
  let queue = Promise.resolve();
  let stopped = false;
  let waiting = 0;

  const cells = () => [...sheet.querySelectorAll(CELL)];
  const cellAt = (pointer) => sheet.querySelector(`[data-pointer="${CSS.escape(pointer)}"]`);
  const boxAt = (pointer) => sheet.querySelector(`[data-cell="${CSS.escape(pointer)}"]`);
  const cookie = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  const remember = () => { held.clear(); for (const cell of cells()) held.set(cell.dataset.pointer, cell.value); };
  remember();

  // ------------------------------------------------------------------ saving

  function send(what) {
    if (stopped) return Promise.resolve(null);
    waiting += 1;
    say(words.saving);
    queue = queue.then(() => post(what)).catch(() => {
      say("");
      fail(words.gone);
      return null;
    }).finally(() => { waiting -= 1; });
    return queue;
  }

  async function post(what) {
    const answer = await fetch(root.dataset.save, {
      method: "POST", credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-CSRFToken": cookie(), "HX-Request": "true" },
      body: JSON.stringify({ version: Number(root.dataset.version), shape: root.dataset.shape, ...what }),
    });
    if (answer.status === 409) { // somebody else saved: nothing of ours is kept, nothing of theirs lost
      const said = await answer.json();
      stopped = true;
      fail(said.moved, true);
      say(words.notSaved);
      return null;
    }
    if (answer.redirected || answer.status === 401) { fail(words.ended); return null; }
    if (!answer.ok) {
      const text = await answer.text();
      let words = text.slice(0, 300);
      try { words = JSON.parse(text).refused || words; } catch { /* words as they came */ }
      fail(words);
      say(words.notSaved);
      return null;
    }
    const done = await answer.json();
    moved.classList.add("hidden");
    show(done);
    return done;
  }

  function say(said) { if (saved) saved.textContent = said; }

  function fail(said, reload) {
    moved.textContent = said + " ";
    moved.classList.remove("hidden");
    if (reload) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = words.seeNew;
      button.addEventListener("click", () => window.location.reload());
      moved.append(button);
    }
  }

  function show(done) {
    root.dataset.version = done.version;
    root.dataset.shape = done.shape;
    const focus = document.activeElement?.dataset?.pointer;
    const unsaved = new Map(cells().filter((c) => c.value !== held.get(c.dataset.pointer)).map((c) => [c.dataset.pointer, c.value]));
    const open = new Set([...side.querySelectorAll("details[open]")].map((d) => d.closest("li")?.id));
    if (done.sheet !== undefined) {
      const caret = [document.activeElement?.selectionStart, document.activeElement?.selectionEnd];
      const typing = editing;
      sheet.innerHTML = done.sheet;
      remember();
      // What is being typed meanwhile goes on where it was.
      for (const [pointer, text] of unsaved) { const cell = cellAt(pointer); if (cell) cell.value = text; }
      grow();
      const again = focus ? cellAt(focus) : null;
      if (again) {
        again.focus();
        editing = typing;
        if (typing) again.setSelectionRange(...caret);
      }
    }
    for (const [pointer, [text, severity, messages, doubt]] of Object.entries(done.cells)) {
      const box = boxAt(pointer);
      const cell = cellAt(pointer);
      if (cell) {
        const problem = done.problems[pointer];
        cell.classList.toggle("refused", Boolean(problem));
        cell.classList.remove("pending");
        if (problem) { cell.title = problem; held.set(pointer, text); continue; }
        cell.removeAttribute("title");
        if (!unsaved.has(pointer) && cell.value !== text) cell.value = text;
        held.set(pointer, text);
      }
      mark(box, severity, messages, doubt);
    }
    for (const [row, [text, agrees, derivation]] of Object.entries(done.rows)) {
      const button = sheet.querySelector(`button.score[data-row="${CSS.escape(row)}"]`);
      if (!button) continue;
      button.textContent = text || "·";
      button.classList.toggle("differs", Boolean(text) && !agrees);
      button.classList.toggle("blank", !text);
      button.dataset.derivation = derivation;
    }
    const written = wordsBeside();
    side.innerHTML = done.side;
    putBack(written);
    for (const id of open) document.getElementById(id)?.querySelector("details")?.setAttribute("open", "");
    document.getElementById("top").innerHTML = done.top;
    window.htmx?.process(side);
    badges();
    if (current) panel(current);
    // What was refused is no step to take back.
    for (let at = past.length - 1; at >= 0; at -= 1) {
      past[at] = past[at].filter(([pointer]) => !done.problems[pointer] || held.get(pointer) !== past[at].find(([p]) => p === pointer)[1]);
      if (!past[at].length) past.splice(at, 1);
    }
    const problems = Object.values(done.problems);
    if (problems.length) fail(problems.slice(0, 3).join(" "));
    say(`${words.saved} ${done.saved}`);
    grow();
    document.dispatchEvent(new CustomEvent("form:shown"));
  }

  function mark(box, severity, messages, doubt) {
    if (!box) return;
    box.classList.remove("mark-error", "mark-warning", "mark-info");
    if (severity) box.classList.add("mark-" + severity);
    box.classList.toggle("doubt", Boolean(doubt));
    const said = [messages, doubt].filter(Boolean).join("\n");
    if (said) box.title = said; else box.removeAttribute("title");
  }

  function keep(changes, options = {}) {
    const typed = {};
    const before = [];
    for (const [pointer, text] of changes) {
      if (held.get(pointer) === text) continue;
      typed[pointer] = text;
      before.push([pointer, held.get(pointer) ?? ""]);
      held.set(pointer, text);
      cellAt(pointer)?.classList.add("pending");
    }
    if (!before.length) return Promise.resolve(null);
    if (!options.undoing) { past.push(before); if (undoButton) undoButton.disabled = false; }
    return send({ typed, ...options.more });
  }

  function undo() {
    const last = past.pop();
    if (undoButton) undoButton.disabled = !past.length;
    if (!last) return;
    for (const [pointer, text] of last) { const cell = cellAt(pointer); if (cell) cell.value = text; }
    keep(last, { undoing: true });
    cellAt(last[0][0])?.focus();
  }

  // -------------------------------------------------------- cells and keys

  function commit(cell) {
    editing = false;
    cell.classList.remove("editing");
    return keep([[cell.dataset.pointer, cell.value]]);
  }

  let typing = 0;
  sheet.addEventListener("input", (event) => {
    const cell = event.target.closest(CELL);
    if (!cell) return;
    if (!editing) { editing = true; cell.classList.add("editing"); }
    size(cell);
    if (event.isComposing) return;
    clearTimeout(typing);
    typing = setTimeout(() => { if (document.activeElement === cell && !cell.matches(".composing")) keep([[cell.dataset.pointer, cell.value]]); }, 700);
  });
  sheet.addEventListener("compositionstart", (event) => event.target.classList.add("composing"));
  sheet.addEventListener("compositionend", (event) => event.target.classList.remove("composing"));
  sheet.addEventListener("focusin", (event) => {
    const cell = event.target.closest(CELL);
    if (!cell) return;
    editing = false;
    cell.select();
    if (cell.dataset.row) panel(cell.dataset.row);
    assist(cell);
  });
  sheet.addEventListener("focusout", (event) => { const cell = event.target.closest(CELL); if (cell) { clearTimeout(typing); commit(cell); } });
  sheet.addEventListener("dblclick", (event) => { const cell = event.target.closest(CELL); if (cell) { editing = true; cell.classList.add("editing"); } });
  sheet.addEventListener("click", (event) => { if (event.target.matches("td[data-cell]")) event.target.querySelector(CELL)?.focus(); });
  sheet.addEventListener("mousedown", (event) => {
    const cell = event.target.closest(CELL);
    if (cell && document.activeElement === cell) { editing = true; cell.classList.add("editing"); }
  });

  sheet.addEventListener("keydown", (event) => {
    const cell = event.target.closest(CELL);
    if (!cell || event.isComposing) return;
    const way = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" }[event.key];
    if (event.key === "Enter" && event.altKey && cell.tagName === "TEXTAREA") {
      event.preventDefault();
      cell.setRangeText("\n", cell.selectionStart, cell.selectionEnd, "end");
      cell.dispatchEvent(new Event("input", { bubbles: true }));
    } else if (event.key === "Enter") {
      event.preventDefault();
      commit(cell);
      step(cell, event.shiftKey ? "up" : "down");
    } else if (event.key === "ArrowDown" && event.altKey && choicesOf(cell).length) {
      event.preventDefault();
      const choices = choicesOf(cell);
      choose(cell, choices[(choices.indexOf(cell.value) + 1) % choices.length]);
    } else if (event.key === "Escape") {
      cell.value = held.get(cell.dataset.pointer) ?? "";
      editing = false;
      cell.classList.remove("editing");
      cell.select();
      help.classList.add("hidden");
    } else if (event.key === "F2") {
      event.preventDefault();
      editing = true;
      cell.classList.add("editing");
      cell.setSelectionRange(cell.value.length, cell.value.length);
    } else if (event.key === "F1") {
      event.preventDefault();
      assist(cell, true);
    } else if (event.key === "Delete" && !editing) {
      event.preventDefault();
      cell.value = "";
      keep([[cell.dataset.pointer, ""]]);
    } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !editing) {
      event.preventDefault();
      undo();
    } else if (way && !editing && !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey) {
      event.preventDefault();
      step(cell, way);
    }
  });

  function step(cell, way) {
    const from = cell.getBoundingClientRect();
    const middle = { x: from.left + Math.min(from.width, 20) / 2, y: from.top + from.height / 2 };
    let best = null;
    let least = Infinity;
    for (const other of cells()) {
      if (other === cell) continue;
      const box = other.getBoundingClientRect();
      const across = way === "left" || way === "right";
      const ahead = { up: from.top - box.bottom, down: box.top - from.bottom, left: from.left - box.right, right: box.left - from.right }[way];
      if (ahead < -2) continue;
      const aside = across ? gap(middle.y, box.top, box.bottom) : gap(middle.x, box.left, box.right);
      const cost = ahead + aside * 8;
      if (cost < least) { least = cost; best = other; }
    }
    if (best) { best.focus(); best.scrollIntoView({ block: "nearest", inline: "nearest" }); }
  }
  const gap = (at, low, high) => (at < low ? low - at : at > high ? at - high : 0);

  // Old browsers don't size a text box by its text.
  const sizes = !CSS.supports("field-sizing", "content");
  function size(cell) { if (sizes && cell.tagName === "TEXTAREA") { cell.rows = Math.max(1, Math.min(30, Math.ceil(cell.scrollHeight / 20))); } }
  function grow() { if (sizes) for (const cell of cells()) size(cell); }
  grow();

  // ------------------------------------------------------------------ paste

  sheet.addEventListener("paste", (event) => {
    const cell = event.target.closest(CELL);
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const block = rows(text);
    const one = block.length < 2 && (block[0]?.length ?? 0) < 2;
    if (!cell || !cell.dataset.row || one) return; // one value, or prose: the browser's own way
    event.preventDefault();
    editing = false;
    send({ paste: { pointer: cell.dataset.pointer, block } });
  });

  // Cells as spreadsheets copy them: tabs, lines, quotes around cells that hold either.
  function rows(text) {
    const found = [[""]];
    let quoted = false;
    const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    for (let at = 0; at < source.length; at += 1) {
      const letter = source[at];
      const row = found[found.length - 1];
      if (quoted) {
        if (letter === '"' && source[at + 1] === '"') { row[row.length - 1] += '"'; at += 1; } else if (letter === '"') quoted = false; else row[row.length - 1] += letter;
      } else if (letter === '"' && row[row.length - 1] === "" && /^"(?:[^"]|"")*"(?:\t|\n|$)/.test(source.slice(at))) quoted = true;
      else if (letter === "\t") row.push("");
      else if (letter === "\n") found.push([""]);
      else row[row.length - 1] += letter;
    }
    return found;
  }

  // ------------------------------------------------- the panel of one row

  function panel(row) {
    const box = side.querySelector("#row-panel");
    if (!box || !row || row === "/total") return;
    const [, block, number] = row.split("/");
    current = row;
    const button = sheet.querySelector(`button.score[data-row="${CSS.escape(row)}"]`);
    const name = block === "funds" ? "label" : "name";
    const shown = held.get(`${row}/${name}`) || boxAt(`${row}/${name}`)?.textContent || "";
    box.hidden = false;
    for (const each of box.querySelectorAll("[data-fill]")) {
      const value = { name: shown || words.rowNumber.replace("{n}", Number(number) + 1), derivation: button?.dataset.derivation || "", pointer: row }[each.dataset.fill];
      if (each.tagName === "INPUT") each.value = value; else each.textContent = value;
    }
    about(box, row);
    const levels = box.querySelector(".row-levels");
    if (levels) levels.hidden = block !== "indicators";
    for (const each of box.querySelectorAll("[data-level]")) each.value = "";
  }

  // What the audit says about this row, and where it stands in the list below.
  function about(box, row) {
    const list = box.querySelector("[data-row-findings]");
    const lines = [...side.querySelectorAll(".findings li:not(.answered)")].filter((each) => each.dataset.rows.split(" ").includes(row));
    list.replaceChildren(...lines.map((each) => {
      const line = document.createElement("li");
      const link = document.createElement("a");
      link.href = `#${each.id}`;
      link.className = `severity-${each.dataset.severity}`;
      link.textContent = [...each.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent).join("").trim();
      link.addEventListener("click", () => each.querySelector("details").setAttribute("open", ""));
      line.append(link);
      return line;
    }));
    for (const proof of side.querySelectorAll("[data-evidence]")) {
      if (proof.dataset.evidence.split("/").slice(0, 3).join("/") !== row) continue;
      const line = document.createElement("li");
      line.append(proof.querySelector("a").cloneNode(true));
      list.append(line);
    }
  }

  // Rows with an opinion that waits, or with evidence, say so beside the score.
  function badges() {
    for (const old of sheet.querySelectorAll(".badge")) old.remove();
    for (const [name, word, title] of [["opinion", words.opinion, words.hasOpinion], ["evidence", words.evidence, words.hasEvidence]]) {
      for (const row of new Set([...side.querySelectorAll(`[data-${name}]`)].map((each) => each.dataset[name].split("/").slice(0, 3).join("/")))) {
        const place = row && sheet.querySelector(`button.score[data-row="${CSS.escape(row)}"]`);
        if (!place) continue;
        const badge = document.createElement("span");
        badge.className = `badge ${name}`;
        badge.textContent = word;
        badge.title = title;
        place.after(badge);
      }
    }
  }

  function rowTool(what) {
    const [, block, text] = current.split("/");
    const at = Number(text);
    const row = (given) => send({ row: { block, at, ...given } });
    if (what === "adopt") return send({ adopt: [current] });
    if (what === "add-above") return row({ do: "add" });
    if (what === "add-below") return row({ do: "add", at: at + 1 });
    if (what === "up") return move(block, at, at - 1);
    if (what === "down") return move(block, at, at + 1);
    if (what === "remove") return window.confirm(words.removeRow) ? row({ do: "remove" }) : null;
    const typed = {};
    for (const each of side.querySelectorAll("[data-level]")) if (each.value.trim()) typed[`${current}/${each.dataset.level}`] = each.value;
    return Object.keys(typed).length ? send({ typed, alone: true }) : null;
  }

  function move(block, at, to) {
    return send({ row: { do: "move", block, at, to } }).then((done) => {
      if (!done) return;
      current = `/${block}/${to}`;
      panel(current);
      cellAt(`${current}/${block === "funds" ? "label" : "name"}`)?.focus();
    });
  }

  // ------------------------------------------------------------ help, links

  function assist(cell, always) {
    const told = root.querySelector(`template[data-help="${CSS.escape(cell.dataset.field || "")}"]`);
    if (!told || (!always && help.dataset.closed)) { help.classList.add("hidden"); return; }
    if (always) delete help.dataset.closed;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "link close";
    close.textContent = words.close;
    close.setAttribute("aria-label", words.closeHelp);
    close.addEventListener("click", () => { help.dataset.closed = "yes"; help.classList.add("hidden"); });
    const title = document.createElement("h2");
    title.textContent = cell.getAttribute("aria-label");
    const choices = document.createElement("div");
    choices.className = "choices";
    for (const word of choicesOf(cell)) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = word;
      button.addEventListener("click", () => choose(cell, word));
      choices.append(button);
    }
    help.replaceChildren(close, title, choices, told.content.cloneNode(true));
    help.classList.remove("hidden");
  }

  // Who goes on beside the table needs no help with a cell, and its panel would hide what is there.
  side.addEventListener("focusin", () => help.classList.add("hidden"));

  const choicesOf = (cell) => (cell.dataset.choices || "").split(" ").filter(Boolean);

  function choose(cell, word) {
    cell.value = word;
    keep([[cell.dataset.pointer, word]]);
    cell.focus();
  }

  function go(pointer) {
    const [, block, number] = pointer.split("/");
    const name = block === "funds" ? "label" : "name";
    const box = boxAt(pointer) || boxAt(`/${block}/${number}/${name}`) || boxAt(`/${block}/${number}/level2`);
    const cell = cellAt(pointer) || box?.querySelector(CELL);
    (box || cell)?.scrollIntoView({ block: "center", inline: "nearest" });
    for (const other of sheet.querySelectorAll(".found")) other.classList.remove("found");
    (box || cell)?.classList.add("found");
    cell?.focus({ preventScroll: true });
  }

  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-go], [data-row-do], button.score, #adopt, #undo, #add-row");
    if (!target) return;
    if (target.dataset.go !== undefined) go(target.dataset.go);
    else if (target.dataset.rowDo) rowTool(target.dataset.rowDo);
    else if (target.matches("button.score")) { panel(target.dataset.row); side.querySelector("#row-panel")?.scrollIntoView({ block: "nearest" }); }
    else if (target.id === "undo") undo();
    else if (target.id === "adopt") send({ adopt: "all" });
    else if (target.id === "add-row") {
      const last = cells().map((c) => c.dataset.row || "").filter((r) => r.startsWith("/indicators/")).map((r) => Number(r.split("/")[2]));
      send({ row: { do: "add", block: "indicators", at: last.length ? Math.max(...last) + 1 : 0 } });
    }
  });
  // A step that needs an opinion isn't sent without one.
  document.addEventListener("submit", (event) => {
    const text = event.target.querySelector("textarea[name=text]");
    if (event.submitter?.dataset.opinionNeeded === undefined || !text || text.value.trim()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    text.setCustomValidity(words.opinionNeeded);
    text.reportValidity();
    text.addEventListener("input", () => text.setCustomValidity(""), { once: true });
  });
  // A step goes with the version that is shown, after everything typed is kept.
  document.addEventListener("submit", (event) => {
    const version = event.target.querySelector("[data-version-field]");
    if (!version) return;
    const cell = document.activeElement?.closest?.(CELL);
    if (cell) commit(cell);
    if (waiting && !event.target.dataset.ready) {
      event.preventDefault();
      const { submitter } = event;
      queue.then(() => { event.target.dataset.ready = "yes"; event.target.requestSubmit(submitter); });
      return;
    }
    version.value = root.dataset.version;
  });
  // What somebody is writing beside the table stays when the side comes anew.
  function wordsBeside(sent) {
    const kept = [];
    for (const box of side.querySelectorAll("form textarea")) {
      if (box.value.trim() && box.form !== sent) kept.push([box.form.getAttribute("action"), box.name, box.value]);
    }
    return kept;
  }
  function putBack(kept) {
    for (const [action, name, text] of kept) {
      const box = side.querySelector(`form[action="${CSS.escape(action)}"] textarea[name="${name}"]`);
      if (box) box.value = text;
    }
  }
  let beside = [];
  document.addEventListener("htmx:beforeSwap", (event) => { if (event.detail.target === side) beside = wordsBeside(event.detail.requestConfig?.elt); });
  document.addEventListener("htmx:afterSwap", (event) => { if (event.detail.target === side) { putBack(beside); remark(); } });
  // An answer given or taken back: what is explained marks no cell.
  function remark() {
    const held = side.querySelector("[data-patch]");
    if (held) for (const [pointer, [, ...said]] of Object.entries(JSON.parse(held.dataset.patch))) mark(boxAt(pointer), ...said);
  }
  document.addEventListener("htmx:afterSettle", () => { badges(); if (current) panel(current); });
  badges();
  window.addEventListener("beforeunload", (event) => {
    const open = cells().some((cell) => cell.value !== held.get(cell.dataset.pointer) && !cell.classList.contains("refused"));
    if (editable && !stopped && (open || waiting)) event.preventDefault();
  });
  if (window.location.hash.startsWith("#/")) go(decodeURIComponent(window.location.hash.slice(1)));
})();
