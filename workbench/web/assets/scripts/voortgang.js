// Keeps what is said of a job up to date: a part marked data-ververs is fetched again from the same page until the mark is gone.
const EVERY = 2000;

async function again() {
  const here = document.querySelector("[data-ververs]");
  if (here === null) {
    return;
  }
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    const shown = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = shown.querySelector("[data-ververs]");
    if (answer.ok && next === null) {
      location.reload();
      return;
    }
    if (answer.ok && next.textContent !== here.textContent) {
      here.replaceWith(next);
    }
  } catch {
    // The server is away for a moment; the next time it may be there.
  }
  setTimeout(again, EVERY);
}

setTimeout(again, EVERY);
