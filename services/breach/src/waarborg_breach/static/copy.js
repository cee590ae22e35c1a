// Beside what can be copied: a button that copies it. Without this the text can be selected.
(() => {
  "use strict";
  if (!navigator.clipboard) return;

  const text = (of) => {
    const rows = [...of.querySelectorAll("[data-question]")];
    const lines = rows.map((row) => `${row.dataset.question}\n${row.querySelector("[data-answer]")?.innerText ?? ""}`);
    return rows.length ? lines.join("\n\n") : of.innerText;
  };

  for (const place of document.querySelectorAll("[data-copy]")) {
    const of = document.getElementById(place.dataset.copy);
    if (!of) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "nl-button nl-button--secondary";
    button.textContent = place.dataset.label;
    button.setAttribute("aria-label", `${place.dataset.label}: ${place.dataset.about}`);
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text(of));
        said.textContent = ` ${place.dataset.done}`;
      } catch {
        said.textContent = ` ${place.dataset.failed}`;
      }
    });
    place.append(button, said);
  }
})();
