// The drawing moves without loading the whole page anew: buttons, wheel (after a click on it, or with Ctrl)
// and keys (+ − ← →). Everything works by its links as well.
"use strict";
(() => {
  let going = null;
  let wanted = null;
  const part = () => document.getElementById("drawing");

  async function go(address, remember = true) {
    if (going) going.abort();
    going = new AbortController();
    const figure = part().querySelector("figure");
    if (figure) figure.classList.add("busy");
    const held = document.activeElement;
    const move = held && held.dataset ? held.dataset.move : undefined;
    const inside = held && held.classList.contains("scroll");
    try {
      const answer = await fetch(address, { signal: going.signal, headers: { Accept: "text/html" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const there = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const id of ["drawing", "list"]) {
        document.getElementById(id).replaceWith(document.adoptNode(there.getElementById(id)));
      }
      if (remember) history.pushState(null, "", address);
      const next = move ? part().querySelector(`[data-move="${move}"]`) : inside ? part().querySelector(".scroll") : null;
      if (next) next.focus({ preventScroll: true });
      wanted = null;
    } catch (problem) {
      if (problem.name !== "AbortError") location.assign(address);
    }
  }

  function day(text) { return Date.parse(text + "T00:00:00Z") / 864e5; }
  function said(number) { return new Date(Math.round(number) * 864e5).toISOString().slice(0, 10); }

  let timer = 0;
  function zoom(factor, share) {
    const from = wanted ? wanted[0] : day(part().dataset.from);
    const to = wanted ? wanted[1] : day(part().dataset.to);
    const middle = from + (to - from) * share;
    const low = middle - (middle - from) * factor;
    const high = middle + (to - middle) * factor;
    if (high - low > 400000) return;
    wanted = [low, Math.max(high, low + 2)];
    clearTimeout(timer);
    timer = setTimeout(() => {
      const address = new URL(location.href);
      address.searchParams.set("from", said(wanted[0]));
      address.searchParams.set("to", said(wanted[1]));
      address.searchParams.delete("cursor");
      address.hash = "";
      go(address.href);
    }, 180);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("#drawing .tools a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    go(link.href);
  });
  document.addEventListener("wheel", (event) => {
    const area = event.target.closest("#drawing .scroll");
    if (!area || !(event.ctrlKey || document.activeElement === area)) return;
    event.preventDefault();
    const box = area.querySelector("svg").getBoundingClientRect();
    zoom(event.deltaY > 0 ? 1.25 : 0.8, (event.clientX - box.left) / box.width);
  }, { passive: false });
  document.addEventListener("keydown", (event) => {
    if (!event.target.closest || !event.target.closest("#drawing figure") || event.ctrlKey || event.metaKey || event.altKey) return;
    const move = { "+": "closer", "=": "closer", "-": "wider", "ArrowLeft": "earlier", "ArrowRight": "later" }[event.key];
    const link = move && part().querySelector(`[data-move="${move}"]`);
    if (!link) return;
    event.preventDefault();
    go(link.href);
  });
  window.addEventListener("popstate", () => go(location.href, false));
})();
