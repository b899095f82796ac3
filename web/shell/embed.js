// The lab inside another page (embed=1): the outer page asks by postMessage and gets the answer with its key.
//   to the outer page    {covenant: 'ready', link}                      once, and {covenant: 'answer', key, value | error}
//   from the outer page  {covenant: 'get' | 'set' | 'run' | 'results' | 'svg' | 'link', key, values: [..]}
// What is asked is what anybody can do with the page; nothing else can be reached this way.

const kAsked = new Set(['get', 'set', 'run', 'results', 'svg', 'link']);

async function reply({ data, source, origin }) {
  if (source === null || typeof data !== 'object' || data === null || !kAsked.has(data.covenant)) return;
  const answer = { covenant: 'answer', key: data.key };
  try {
    const values = Array.isArray(data.values) ? data.values : [];
    answer.value = (await window.covenant[data.covenant](...values)) ?? null;
  } catch (error) {
    answer.error = error.message;
  }
  source.postMessage(answer, origin === 'null' ? '*' : origin);
}

export function listen() {
  addEventListener('message', reply);
  if (parent !== window) parent.postMessage({ covenant: 'ready', link: window.covenant.link() }, '*');
}
