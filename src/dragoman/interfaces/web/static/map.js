// Closer and wider on the map, by buttons, wheel (with Ctrl) and keys (+ − and arrows); symbols keep their size.
"use strict";
(() => {
  const svg = document.querySelector("svg.map");
  if (!svg) return;
  const whole = svg.getAttribute("viewBox").split(" ").map(Number);
  let box = [...whole];
  function show() {
    svg.setAttribute("viewBox", box.map((n) => n.toFixed(1)).join(" "));
    const scale = (box[2] / 1000).toFixed(4);
    for (const part of svg.querySelectorAll("[data-x]")) {
      part.setAttribute("transform", `translate(${part.dataset.x} ${part.dataset.y}) scale(${scale})`);
    }
  }
  function zoom(factor, x = box[0] + box[2] / 2, y = box[1] + box[3] / 2) {
    const width = Math.min(Math.max(box[2] * factor, 15), 1100);
    const by = width / box[2];
    box = [x - (x - box[0]) * by, y - (y - box[1]) * by, width, box[3] * by];
    show();
  }
  function move(x, y) { box[0] += box[2] * x; box[1] += box[3] * y; show(); }
  const tools = document.createElement("p");
  tools.className = "tools";
  for (const [says, does] of [["+ Closer", () => zoom(0.6)], ["− Wider", () => zoom(1 / 0.6)], ["Back", () => { box = [...whole]; show(); }]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "chip";
    button.textContent = says;
    button.addEventListener("click", does);
    tools.append(button);
  }
  document.getElementById("map").prepend(tools);
  const area = svg.parentElement;
  area.tabIndex = 0;
  area.setAttribute("role", "region");
  area.setAttribute("aria-label", "Map; plus and minus go closer and wider, arrows move");
  area.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const does = { "+": () => zoom(0.7), "=": () => zoom(0.7), "-": () => zoom(1 / 0.7), ArrowLeft: () => move(-0.15, 0), ArrowRight: () => move(0.15, 0), ArrowUp: () => move(0, -0.15), ArrowDown: () => move(0, 0.15) }[event.key];
    if (does) { event.preventDefault(); does(); }
  });
  area.addEventListener("wheel", (event) => {
    if (!(event.ctrlKey || document.activeElement === area)) return;
    event.preventDefault();
    const at = svg.getBoundingClientRect();
    zoom(event.deltaY > 0 ? 1.2 : 1 / 1.2, box[0] + ((event.clientX - at.left) / at.width) * box[2], box[1] + ((event.clientY - at.top) / at.height) * box[3]);
  }, { passive: false });
  let held = null;
  area.addEventListener("pointerdown", (event) => { if (event.pointerType === "mouse" && !event.target.closest("a")) held = [event.clientX, event.clientY]; });
  window.addEventListener("pointermove", (event) => {
    if (!held) return;
    const at = svg.getBoundingClientRect();
    move((held[0] - event.clientX) / at.width, (held[1] - event.clientY) / at.height);
    held = [event.clientX, event.clientY];
  });
  window.addEventListener("pointerup", () => { held = null; });
})();
