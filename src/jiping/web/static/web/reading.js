"use strict";
/* The reading beside the original: a click on a value shows its place, a click on a place its value. */
(() => {
  const root = document.getElementById("reading");
  if (!root) return;
  const original = document.getElementById("original");
  const saved = document.getElementById("saved");
  const moved = document.getElementById("moved");
  const words = document.getElementById("words").dataset;
  let queue = Promise.resolve();

  function clear() {
    for (const each of document.querySelectorAll(".shown")) each.classList.remove("shown");
    for (const each of document.querySelectorAll(".frame")) each.remove();
  }

  function show(spot) {
    clear();
    const onPage = /^p(\d+):([\d.-]+),([\d.-]+),([\d.-]+),([\d.-]+)$/.exec(spot);
    if (onPage) return frame(onPage[1], onPage.slice(2).map(Number));
    const found = original.querySelector(`[data-spot="${CSS.escape(spot)}"], [data-line="${CSS.escape(spot)}"]`);
    found?.classList.add("shown");
    found?.scrollIntoView({ block: "center", inline: "nearest" });
  }

  // Boxes are in points from the page's top left; the picture is as wide as its column.
  async function frame(number, [x0, y0, x1, y1]) {
    const page = original.querySelector(`[data-page="${number}"]`);
    const image = page?.querySelector("img");
    if (!image) return;
    image.loading = "eager";
    if (!image.complete || !image.naturalWidth) await new Promise((done) => { image.addEventListener("load", done, { once: true }); });
    const scale = image.clientWidth / (Number(page.dataset.width) || image.naturalWidth);
    const box = document.createElement("div");
    box.className = "frame";
    Object.assign(box.style, { left: `${x0 * scale - 3}px`, top: `${y0 * scale - 3}px`, width: `${(x1 - x0) * scale + 6}px`, height: `${(y1 - y0) * scale + 6}px` });
    page.append(box);
    box.scrollIntoView({ block: "center" });
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-show]");
    if (button) { show(button.dataset.show); return; }
    const page = event.target.closest("#original [data-page]");
    if (page) { pick(page, event); return; }
    const cell = event.target.closest("#original [data-spot]");
    if (!cell) return;
    clear();
    cell.classList.add("shown");
    const keys = [cell.dataset.spot, cell.dataset.line].filter(Boolean);
    const line = [...document.querySelectorAll("[data-of]")].find((each) => keys.includes(each.dataset.of));
    if (!line) { say(words.noValue); return; }
    line.classList.add("shown");
    line.scrollIntoView({ block: "center" });
    line.querySelector("textarea")?.focus({ preventScroll: true });
  });
  // The value whose box on the page is the smallest around the point that was clicked.
  function pick(page, event) {
    const image = page.querySelector("img");
    const at = image.getBoundingClientRect();
    const scale = (Number(page.dataset.width) || image.naturalWidth) / image.clientWidth;
    const x = (event.clientX - at.left) * scale;
    const y = (event.clientY - at.top) * scale;
    let best = null;
    let least = Infinity;
    for (const line of document.querySelectorAll(`[data-of^="p${page.dataset.page}:"]`)) {
      const [x0, y0, x1, y1] = line.dataset.of.split(":")[1].split(",").map(Number);
      const size = (x1 - x0) * (y1 - y0);
      if (x >= x0 && x <= x1 && y >= y0 && y <= y1 && size < least) { best = line; least = size; }
    }
    if (!best) { say(words.noValue); return; }
    show(best.dataset.of);
    best.classList.add("shown");
    best.scrollIntoView({ block: "center" });
    best.querySelector("textarea")?.focus({ preventScroll: true });
  }

  root.addEventListener("focusin", (event) => {
    const spot = event.target.closest("tr")?.dataset.of;
    if (event.target.matches("textarea") && spot) show(spot);
  });

  const say = (said) => { saved.textContent = said; };
  root.addEventListener("change", (event) => {
    const field = event.target.closest("[data-pointer]");
    if (field) queue = queue.then(() => keep(field, { typed: { [field.dataset.pointer]: field.value }, correct: true })).catch(() => fail(words.correctionGone));
  });
  function fail(said) { moved.textContent = said; moved.classList.remove("hidden"); }

  // A doubtful value looked at and found right.
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-right]");
    const field = button?.closest("tr").querySelector("[data-pointer]");
    if (field) queue = queue.then(() => keep(field, { confirm: [field.dataset.pointer] })).catch(() => fail(words.correctionGone));
  });

  async function keep(field, what) {
    say(words.saving);
    const answer = await fetch(root.dataset.save, {
      method: "POST", credentials: "same-origin",
      headers: { "Content-Type": "application/json", "HX-Request": "true", "X-CSRFToken": JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"] },
      body: JSON.stringify({ version: Number(root.dataset.version), shape: "", ...what }),
    });
    if (answer.status === 409) { fail((await answer.json()).moved); say(words.notSaved); return; }
    if (!answer.ok) { fail((await answer.text()).slice(0, 300)); say(words.notSaved); return; }
    const done = await answer.json();
    const problem = done.problems[field.dataset.pointer];
    field.classList.toggle("refused", Boolean(problem));
    if (problem) { fail(problem); say(words.notSaved); return; }
    moved.classList.add("hidden");
    root.dataset.version = done.version;
    field.closest("tr").classList.remove("doubtful");
    field.closest("tr").querySelector("[data-doubt]")?.remove();
    say(`${words.saved} ${done.saved} · ${words.correctionKept}`);
  }
})();
