// Pages are whole without this. It only makes them pleasant.
"use strict";

// The network: a party under the pointer, or in focus, stands out with those it met.
for (const drawing of document.querySelectorAll(".network svg")) {
  const nodes = [...drawing.querySelectorAll(".node")];
  const lines = [...drawing.querySelectorAll("line")];
  const show = (id) => {
    const near = new Set([id]);
    for (const line of lines) {
      const mine = line.dataset.a === id || line.dataset.b === id;
      if (mine) near.add(line.dataset.a).add(line.dataset.b);
      line.classList.toggle("dim", id !== null && !mine);
    }
    for (const node of nodes) node.classList.toggle("dim", id !== null && !near.has(node.dataset.id));
  };
  for (const node of nodes) {
    node.addEventListener("pointerenter", () => show(node.dataset.id));
    node.addEventListener("pointerleave", () => show(null));
  }
  const showPair = (row) => {
    for (const line of lines) line.classList.toggle("dim", !(line.dataset.a === row.dataset.a && line.dataset.b === row.dataset.b));
    for (const node of nodes) node.classList.toggle("dim", ![row.dataset.a, row.dataset.b].includes(node.dataset.id));
  };
  for (const row of document.querySelectorAll("tr[data-a]")) {
    row.addEventListener("focusin", () => showPair(row));
    row.addEventListener("focusout", () => show(null));
    row.addEventListener("pointerenter", () => showPair(row));
    row.addEventListener("pointerleave", () => show(null));
  }
}

// A page left open asks now and then whether reports have come, and offers them; it never changes by itself.
const news = document.getElementById("news");
if (news) {
  const HALF_A_MINUTE = 30_000;
  const LONGEST = 600_000;
  let held = null;
  let wait = HALF_A_MINUTE;
  const look = async () => {
    if (!document.hidden) {
      try {
        const answer = await fetch("/state.json", { cache: "no-cache" });
        if (answer.status === 401 || answer.status === 403) return;
        if (!answer.ok) throw new Error(answer.statusText);
        const { reports } = await answer.json();
        held ??= reports;
        if (reports > held) {
          const more = reports - held;
          news.firstElementChild.textContent = more === 1 ? "One new report." : `${more} new reports.`;
          news.hidden = false;
        }
        wait = HALF_A_MINUTE;
      } catch {
        wait = Math.min(2 * wait, LONGEST);
      }
    }
    setTimeout(look, wait);
  };
  look();
}
