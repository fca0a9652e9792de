// Helps where scripts run; every page works without.

const summary = document.getElementById("fouten");
if (summary) summary.focus();

// What if: a slider beside each number, and the outcome as soon as something changed.
const form = document.querySelector("[data-watals]");
if (form) {
  let newest = 0;

  const reckon = async () => {
    const mine = ++newest;
    const results = document.querySelectorAll("[data-result]");
    results.forEach((result) => result.setAttribute("aria-busy", "true"));
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelectorAll("[data-result]");
      // With mistakes in it the whole form is sent, so that they show beside their fields.
      if (mine === newest && answer.ok && fresh.length === results.length)
        results.forEach((result, place) => result.replaceChildren(...fresh[place].childNodes));
    } finally {
      results.forEach((result) => result.removeAttribute("aria-busy"));
    }
  };

  for (const place of form.querySelectorAll("[data-slider]")) {
    const field = place.querySelector("input");
    const slider = document.createElement("input");
    const { low, high, step, now } = place.dataset;
    Object.assign(slider, { type: "range", min: low, max: high, step, value: now, className: "ts-slider" });
    slider.setAttribute("aria-label", `${place.querySelector("label").textContent.trim()}, schuif`);
    const number = () => Number(field.value.replaceAll(".", "").replace(",", "."));
    if (Number.isFinite(number())) slider.value = String(number());
    slider.addEventListener("input", () => {
      field.value = Number(slider.value).toLocaleString("nl-NL");
    });
    slider.addEventListener("change", reckon);
    field.addEventListener("change", () => {
      if (Number.isFinite(number())) slider.value = String(number());
    });
    field.after(slider);
  }
  form.addEventListener("change", (event) => {
    if (event.target.name && event.target.name !== "kleinste") reckon();
  });
}
