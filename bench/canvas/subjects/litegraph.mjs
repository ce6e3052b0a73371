/**
 * LiteGraph, in the version that ComfyUI keeps: a saved graph is configured into an `LGraph` that an `LGraphCanvas` shows. It draws into a 2D
 * canvas of its own loop. Nodes have a title, two inputs and an output.
 */
import { LGraph, LGraphCanvas, LGraphNode, LiteGraph } from '@comfyorg/litegraph';
import '@comfyorg/litegraph/style.css';
import { picture } from '../driver.mjs';
import { NODE } from '../scene.mjs';

/** Its node's position is the one of its body, below the title. */
const TITLE = LiteGraph.NODE_TITLE_HEIGHT;
const images = new Map();

class BenchNode extends LGraphNode {
  constructor(title) {
    super(title);
    this.addInput('first', 'any');
    this.addInput('second', 'any');
    this.addOutput('out', 'any');
    this.size = [NODE.width, NODE.height - TITLE];
  }
}
class PictureNode extends LGraphNode {
  constructor(title) {
    super(title);
    this.addOutput('out', 'any');
    this.size = [NODE.width, NODE.height - TITLE];
  }
  onDrawForeground(context) {
    const image = images.get(this.properties.picture);
    if (image && !this.flags.collapsed) context.drawImage(image, 9, 4, this.size[0] - 18, this.size[1] - 8);
  }
}
// Its limit of 10,000 is a setting.
LiteGraph.MAX_NUMBER_OF_NODES = 1_000_000;
LiteGraph.registerNodeType('bench/node', BenchNode);
LiteGraph.registerNodeType('bench/picture', PictureNode);

function make({ x, y, title, picture: index }) {
  const node = LiteGraph.createNode(index === undefined ? 'bench/node' : 'bench/picture', title);
  node.pos = [x, y + TITLE];
  if (index !== undefined) node.properties = { picture: index };
  return node;
}

export function createSubject() {
  const graph = new LGraph();
  const byId = new Map();
  let canvas;

  /** What its own file of the graph holds: nodes, and links by the nodes' numbers. */
  function saved({ nodes, edges }) {
    const draft = new LGraph();
    // The order of execution is found once, by `configure`; finding it after each node takes minutes.
    for (const node of nodes) draft.add(make(node), true);
    const json = JSON.parse(JSON.stringify(draft.serialize()));
    json.links = edges.map(([from, to, input], at) => {
      const [source, target] = [json.nodes[from], json.nodes[to]];
      source.outputs[0].links = [...(source.outputs[0].links ?? []), at + 1];
      target.inputs[input].link = at + 1;
      return [at + 1, source.id, 0, target.id, input, 'any'];
    });
    json.last_link_id = edges.length;
    return json;
  }

  return {
    async mount(scene) {
      for (const { picture: index } of scene.nodes) {
        if (index !== undefined) images.set(index, await createImageBitmap(await picture(index)));
      }
      const element = document.createElement('canvas');
      element.width = innerWidth;
      element.height = innerHeight;
      document.querySelector('#stage').append(element);
      canvas = new LGraphCanvas(element, graph);
      canvas.ds.min_scale = 0.01;
      graph.configure(saved(scene));
      scene.nodes.forEach(({ id }, at) => byId.set(id, graph.nodes[at]));
      canvas.setDirty(true, true);
    },
    view({ x, y, zoom }) {
      canvas.ds.scale = zoom;
      canvas.ds.offset[0] = -x;
      canvas.ds.offset[1] = -y;
      canvas.setDirty(true, true);
    },
    selectAll: () => canvas.selectItems(),
    handle() {
      const middle = canvas.ds.convertCanvasToOffset([innerWidth / 2, innerHeight / 2]);
      const distance = ({ pos, size }) => Math.hypot(pos[0] + size[0] / 2 - middle[0], pos[1] - middle[1]);
      const node = graph.nodes.reduce((best, other) => (distance(other) < distance(best) ? other : best));
      const [x, y] = canvas.ds.convertOffsetToCanvas([node.pos[0] + node.size[0] / 2, node.pos[1] - TITLE / 2]);
      return { x, y };
    },
    async add({ nodes }) {
      for (const node of nodes) graph.add(make(node), true);
      graph.updateExecutionOrder();
      canvas.setDirty(true, true);
    },
    where: (id) => ({ x: byId.get(id).pos[0], y: byId.get(id).pos[1] }),
    count: () => graph.nodes.length,
  };
}
