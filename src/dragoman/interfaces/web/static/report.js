// The report page is whole without this: here what a mark comes to shows beside the words, and the address
// remembers which layers are shown.
"use strict";
{
  const text = document.querySelector(".report-text");
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.setAttribute("role", "tooltip");
  tip.id = "tip";
  tip.hidden = true;
  document.body.append(tip);

  const abouts = (from) => {
    const ids = [];
    for (let at = from; at && at !== text; at = at.parentElement)
      for (const id of (at.dataset.about || "").split(" ")) if (id && !ids.includes(id)) ids.push(id);
    return ids.map((id) => document.getElementById(id)).filter(Boolean);
  };
  const lines = (about) =>
    about.classList.contains("card")
      ? [...about.querySelectorAll(":scope > p:not(.line), .reasons > li")].slice(0, 6)
      : [about.querySelector(".why")];
  let linked = [];
  const hide = () => {
    tip.hidden = true;
    for (const one of linked) one.classList.remove("linked");
    linked = [];
  };
  const show = (from) => {
    const found = abouts(from);
    if (!found.length) return hide();
    hide();
    tip.replaceChildren();
    for (const about of found.slice(0, 4))
      for (const line of lines(about)) {
        if (!line) continue;
        const p = document.createElement("p");
        p.textContent = line.textContent.replace(/\s+/g, " ").trim();
        if (p.textContent) tip.append(p);
      }
    tip.hidden = false;
    const box = from.getClientRects()[0];
    if (!box) return;
    const left = Math.min(box.left, document.documentElement.clientWidth - tip.offsetWidth - 8);
    tip.style.left = `${Math.max(8, left) + window.scrollX}px`;
    tip.style.top = `${box.bottom + window.scrollY + 6}px`;
  };
  text.addEventListener("pointerover", (event) => show(event.target));
  text.addEventListener("pointerleave", hide);
  text.addEventListener("focusin", (event) => show(event.target));
  text.addEventListener("focusout", hide);
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());

  const claims = document.querySelector(".report-claims");
  claims.addEventListener("pointerover", (event) => {
    const card = event.target.closest("li.card");
    hide();
    if (!card) return;
    const key = card.id.replace("about-", "");
    linked = [...text.querySelectorAll("[data-part]")].filter((one) => one.dataset.part === key);
    for (const one of linked) one.classList.add("linked");
  });
  claims.addEventListener("pointerleave", hide);

  const layers = document.querySelector(".layers");
  layers.addEventListener("change", () => {
    const shown = [...layers.querySelectorAll("input:checked")].map((box) => box.id.replace("layer-", ""));
    const address = new URL(location.href);
    address.searchParams.set("layers", shown.join(","));
    history.replaceState(null, "", address);
  });
}
