// In what two scenarios differ.

/** Every number and word of a scenario by its path. */
function flatten(value, path = '', out = new Map()) {
  if (value === null || typeof value !== 'object') out.set(path, value);
  else Object.entries(value).forEach(([key, part]) => flatten(part, path ? `${path}.${key}` : key, out));
  return out;
}

export function differences(ours, theirs) {
  const [a, b] = [flatten(ours), flatten(theirs)];
  const paths = [...new Set([...a.keys(), ...b.keys()])];
  return paths.filter((path) => a.get(path) !== b.get(path)).map((path) => [path, a.get(path), b.get(path)]);
}
