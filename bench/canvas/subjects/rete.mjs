/**
 * Rete with its area plugin and its Lit renderer, classic preset, as its guide sets it up: selectable nodes, simple order, connections that the
 * person can draw. Nodes have a title, two inputs and an output.
 */
import { ClassicPreset, NodeEditor } from 'rete';
import { AreaExtensions, AreaPlugin } from 'rete-area-plugin';
import { ConnectionPlugin, Presets as ConnectionPresets } from 'rete-connection-plugin';
import { LitPlugin, Presets } from '@retejs/lit-plugin';
import { html } from 'lit';
import { picture } from '../driver.mjs';
import { NODE } from '../scene.mjs';

class Picture extends ClassicPreset.Control {
  constructor(url) {
    super();
    this.url = url;
  }
}

export function createSubject() {
  const socket = new ClassicPreset.Socket('any');
  const editor = new NodeEditor();
  let area;
  const byId = new Map();
  let selectable;

  async function make({ title, picture: index }) {
    const node = new ClassicPreset.Node(title);
    node.width = NODE.width;
    node.height = NODE.height;
    if (index === undefined) {
      node.addInput('0', new ClassicPreset.Input(socket, 'first'));
      node.addInput('1', new ClassicPreset.Input(socket, 'second'));
    } else node.addControl('picture', new Picture(URL.createObjectURL(await picture(index))));
    node.addOutput('out', new ClassicPreset.Output(socket, 'out'));
    return node;
  }
  async function put(nodes) {
    const made = [];
    for (const at of nodes) {
      const node = await make(at);
      await editor.addNode(node);
      await area.translate(node.id, { x: at.x, y: at.y });
      made.push(node);
    }
    return made;
  }

  return {
    async mount({ nodes, edges }) {
      area = new AreaPlugin(document.querySelector('#stage'));
      const connection = new ConnectionPlugin();
      const render = new LitPlugin();
      render.addPreset(
        Presets.classic.setup({
          customize: {
            control: ({ payload }) =>
              payload instanceof Picture
                ? () => html`<img src=${payload.url} width=${NODE.width - 60} height="72" />`
                : ({ data }) => html`<rete-control .data=${data}></rete-control>`,
          },
        }),
      );
      connection.addPreset(ConnectionPresets.classic.setup());
      editor.use(area);
      area.use(connection);
      area.use(render);
      selectable = AreaExtensions.selectableNodes(area, AreaExtensions.selector(), { accumulating: { active: () => true } });
      AreaExtensions.simpleNodesOrder(area);
      const made = await put(nodes);
      nodes.forEach(({ id }, at) => byId.set(id, made[at].id));
      for (const [from, to, input] of edges) {
        await editor.addConnection(new ClassicPreset.Connection(made[from], 'out', made[to], String(input)));
      }
    },
    view({ x, y, zoom }) {
      // Both are asynchronous for guards that a program may add; without any they take effect within the frame.
      void area.area.zoom(zoom);
      void area.area.translate(-x * zoom, -y * zoom);
    },
    async selectAll() {
      for (const { id } of editor.getNodes()) await selectable.select(id, true);
    },
    handle() {
      const { x, y, k } = area.area.transform;
      const middle = { x: (innerWidth / 2 - x) / k, y: (innerHeight / 2 - y) / k };
      const places = editor.getNodes().map(({ id }) => area.nodeViews.get(id).position);
      const distance = (at) => Math.hypot(at.x + NODE.width / 2 - middle.x, at.y - middle.y);
      const at = places.reduce((best, other) => (distance(other) < distance(best) ? other : best));
      return { x: (at.x + 60) * k + x, y: (at.y + 20) * k + y };
    },
    add: ({ nodes }) => put(nodes),
    where: (id) => area.nodeViews.get(byId.get(id)).position,
    count: () => editor.getNodes().length,
  };
}
