/**
 * Plug-in of the custom elements manifest analyzer for this project's two habits: an element's tag is `static tag = '…'`
 * (registration is a separate, version-aware step), and its contract is the comment at the top of its file.
 */

/** `@fires name - text`, `@slot name - text`, `@csspart name - text`, `@cssprop [--name=default] - text`. */
const TAGS = {
  fires: 'events',
  event: 'events',
  slot: 'slots',
  csspart: 'cssParts',
  cssprop: 'cssProperties',
  cssproperty: 'cssProperties',
};

function readHeader(comment) {
  const text = comment
    .replace(/^\/\*\*|\*\/$/g, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, ''))
    .join('\n');
  const [description = '', ...blocks] = text.split(/^@/m);
  const facts = { description: description.trim(), events: [], slots: [], cssParts: [], cssProperties: [] };
  for (const block of blocks) {
    const [, tag = '', rest = ''] = /^(\w+)\s*([\s\S]*)$/.exec(block) ?? [];
    const list = TAGS[tag];
    if (!list) continue;
    const [, bracketed, plain = '', words = ''] = /^(?:\[([^\]]+)\]|(\S*))\s*-?\s*([\s\S]*)$/.exec(rest.trim()) ?? [];
    const [name = '', fallback] = (bracketed ?? plain).split('=');
    const item = { name: name === '-' ? '' : name, description: words.replace(/\s+/g, ' ').trim() };
    if (list === 'events') item.type = { text: 'CustomEvent' };
    if (fallback !== undefined) item.default = fallback;
    facts[list].push(item);
  }
  return facts;
}

/** Names in `static properties = {…}` that are an element's own business: `{ state: true }`. */
function internalNames(ts, node) {
  const properties = node.members.find((member) => ts.isPropertyDeclaration(member) && member.name?.getText() === 'properties');
  if (!properties?.initializer || !ts.isObjectLiteralExpression(properties.initializer)) return [];
  return properties.initializer.properties
    .filter((each) => /state:\s*true/.test(each.initializer?.getText() ?? ''))
    .map((each) => each.name.getText());
}

export function gdsElements() {
  const internal = new Set();
  return {
    name: 'gds-elements',
    analyzePhase({ ts, node, moduleDoc }) {
      if (!ts.isClassDeclaration(node) || !node.name) return;
      for (const name of internalNames(ts, node)) internal.add(`${node.name.getText()}.${name}`);
      const tag = node.members.find((member) => ts.isPropertyDeclaration(member) && member.name?.getText() === 'tag' && member.initializer);
      const tagName = tag && ts.isStringLiteral(tag.initializer) ? tag.initializer.text : '';
      if (tagName === '') return;
      const declaration = moduleDoc.declarations.find(({ name }) => name === node.name.getText());
      if (!declaration) return;
      const source = node.getSourceFile();
      const [first] = ts.getLeadingCommentRanges(source.getFullText(), 0) ?? [];
      const header = first && source.getFullText().slice(first.pos, first.end);
      Object.assign(declaration, { tagName, customElement: true });
      if (header?.startsWith('/**')) {
        for (const [key, value] of Object.entries(readHeader(header))) {
          if (value.length > 0 && !(declaration[key]?.length > 0)) declaration[key] = value;
        }
      }
      moduleDoc.exports.push({
        kind: 'custom-element-definition',
        name: tagName,
        declaration: { name: declaration.name, module: moduleDoc.path },
      });
    },
    /** Names the built files, which the package ships, instead of the sources; takes out what is not public. */
    packageLinkPhase({ customElementsManifest }) {
      for (const module of customElementsManifest.modules) {
        for (const declaration of module.declarations ?? []) {
          const isPublic = ({ name, fieldName = name, privacy, inheritedFrom }) =>
            privacy !== 'private' &&
            privacy !== 'protected' &&
            !name.startsWith('#') &&
            !internal.has(`${inheritedFrom?.name ?? declaration.name}.${fieldName}`);
          declaration.members = declaration.members?.filter(isPublic);
          declaration.attributes = declaration.attributes?.filter(isPublic);
          // `emit(type, detail)` of the base class looks like an event called "type".
          declaration.events = declaration.events?.filter(({ name }) => name !== 'type');
        }
      }
      const text = JSON.stringify(customElementsManifest).replace(/"(\/?)(src\/[^"]+)\.ts"/g, '"$1dist/$2.js"');
      Object.assign(customElementsManifest, JSON.parse(text));
    },
  };
}
