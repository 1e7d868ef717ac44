// Copies the address of what is on screen, with the time zone in which its days are counted.
export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button");
  const words = parentElement.querySelector("span");
  const said = parentElement.querySelector("output");
  words.textContent = data.label;
  button.title = data.help;
  button.hidden = false;
  button.onclick = async () => {
    const url = new URL(window.location.href);
    for (const [name, value] of Object.entries(data.always)) {
      if (!url.searchParams.has(name)) url.searchParams.set(name, value);
    }
    try {
      await navigator.clipboard.writeText(url.href);
      said.textContent = data.done;
    } catch {
      // Without a safe context browsers keep the clipboard shut: then the reader copies by hand.
      window.prompt(data.label, url.href);
    }
    window.setTimeout(() => { said.textContent = ""; }, 4000);
  };
}
