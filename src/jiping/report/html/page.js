"use strict";
// Joins findings and cells both ways. Without it every link still works as a plain link.
(() => {
  const lit = () => document.querySelectorAll(".lit");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const show = (element, block) => element.scrollIntoView({
    behavior: still.matches ? "auto" : "smooth", block, inline: "center",
  });
  const light = (elements) => {
    lit().forEach((e) => e.classList.remove("lit"));
    elements.forEach((e) => e.classList.add("lit"));
  };
  const closeOthers = (kept) => document.querySelectorAll("details.calc[open]").forEach((d) => {
    if (d !== kept) d.open = false;
  });
  const focus = (element) => {
    if (!element.hasAttribute("tabindex")) element.tabIndex = -1;
    element.focus({ preventScroll: true });
  };
  const cellsOf = (finding) => finding.dataset.cells.split(" ")
    .map((id) => document.getElementById(id)).filter(Boolean);
  const findingsOf = (cell) => [...cell.querySelectorAll("a.b")]
    .filter((a) => a.offsetParent !== null)
    .map((a) => document.getElementById(a.hash.slice(1))).filter(Boolean);

  const toCell = (finding, cell) => {
    const cells = cellsOf(finding);
    const first = cell || cells[0];
    light([finding, ...cells]);
    if (first) { show(first, "center"); focus(first); }
  };
  const toFinding = (cell, findings) => {
    light([cell, ...findings]);
    show(findings[0], "nearest");
    focus(findings[0]);
  };

  document.addEventListener("click", (event) => {
    const calc = event.target.closest("details.calc");
    closeOthers(calc);
    if (calc) return;
    const link = event.target.closest("a");
    const finding = event.target.closest("article.q");
    const cell = event.target.closest(".has");
    if (link && link.classList.contains("b") && cell) {
      event.preventDefault();
      toFinding(cell, [document.getElementById(link.hash.slice(1))]);
    } else if (link && link.classList.contains("go")) {
      event.preventDefault();
      toCell(finding, document.getElementById(link.hash.slice(1)));
    } else if (!link && finding && String(getSelection()) === "") {
      toCell(finding, null);
    } else if (!link && cell && String(getSelection()) === "") {
      const findings = findingsOf(cell);
      if (findings.length) toFinding(cell, findings);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details.calc[open]");
    closeOthers(null);
    if (open) open.querySelector("summary").focus();
    else light([]);
  });

  // On paper nothing can be unfolded: open what is folded, and close it again afterwards.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details.fold:not([open])")];
    opened.forEach((d) => { d.open = true; });
  });
  addEventListener("afterprint", () => opened.forEach((d) => { d.open = false; }));
})();
