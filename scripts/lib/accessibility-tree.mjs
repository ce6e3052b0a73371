/** What Chromium hands to assistive technology, read from the browser itself: roles, names and states as a screen reader gets them. */

/**
 * @typedef {object} Accessible
 * @property {string} role
 * @property {string} name
 * @property {string} description
 * @property {Record<string, unknown>} state  `focused`, `selected`, `level`, `expanded`, `live`, … as far as they are set
 * @property {string} id
 * @property {string[]} children  ids
 */

/** A session with the browser that reads the tree of a page. */
export async function accessibilityOf(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Accessibility.enable');
  return {
    /** Everything that is not ignored, in the order of the page. @returns {Promise<Accessible[]>} */
    async read() {
      const { nodes } = await session.send('Accessibility.getFullAXTree');
      return nodes.filter(({ ignored }) => !ignored).map(plain);
    },
    close: () => session.detach(),
  };
}

function plain({ nodeId, childIds = [], role, name, description, properties = [] }) {
  return {
    id: nodeId,
    children: childIds,
    role: role?.value ?? '',
    name: name?.value ?? '',
    description: description?.value ?? '',
    state: Object.fromEntries(properties.map(({ name, value }) => [name, value.value])),
  };
}

/** What has focus, as a screen reader is told: the innermost thing that says so. */
export const focusedIn = (tree) => tree.findLast(({ state, role }) => state.focused === true && role !== 'RootWebArea');

/** All text below a thing, in pieces. */
export function textIn(tree, top) {
  const byId = new Map(tree.map((one) => [one.id, one]));
  const texts = [];
  const walk = (id) => {
    const one = byId.get(id);
    if (!one) return;
    if (one.role === 'StaticText') texts.push(one.name);
    else one.children.forEach(walk);
  };
  top.children.forEach(walk);
  return texts;
}
