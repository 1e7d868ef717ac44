// Goes where a mark of a chart leads. A page that is switched on the server would leave a step in
// the browser's history that never was on screen, and the back button would stop at it.
export default function ({ data }) {
  window.location.assign(new URL(`${data.page}?${data.query}`, window.location.href));
}
