/**
 * The page's address may override attributes of its `<gds-canvas>`, for trying things out and for tests:
 * `?renderer=`, `?theme=`, `?project=`, `?src=`, `?server=`, `?server-files=`, `?inference-policy=`. Runs before the element is registered, so that it starts with them.
 */
const canvas = document.querySelector('gds-canvas');
const query = new URLSearchParams(location.search);
for (const name of ['renderer', 'theme', 'project', 'src', 'server', 'server-files', 'inference-policy']) {
  const value = query.get(name);
  if (value !== null) canvas?.setAttribute(name, value);
}

export {};
