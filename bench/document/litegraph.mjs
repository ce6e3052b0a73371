/** LiteGraph, in the version that ComfyUI keeps, as a subject: its graph without a canvas. It has no undo. It caches nothing: each step runs all nodes. */
import { LGraph, LGraphNode, LiteGraph } from '@comfyorg/litegraph';

class Noop extends LGraphNode {
  constructor(title) {
    super(title);
    this.addInput('in', 'number');
    this.addOutput('out', 'number');
  }
  onExecute() {
    this.setOutputData(0, this.getInputData(0) ?? 1);
  }
}
LiteGraph.registerNodeType('bench/noop', Noop);

export function empty() {
  return new LGraph();
}

export function filled(count) {
  const graph = empty();
  add(graph, count);
  return graph;
}

export function add(graph, count) {
  for (let i = 0; i < count; i++) {
    const node = LiteGraph.createNode('bench/noop');
    node.pos = [(i % 100) * 300, Math.floor(i / 100) * 200];
    node.properties = { text: `Text ${i}` };
    // The order of execution is found once, at the end; finding it after each would take minutes.
    graph.add(node, true);
  }
  graph.updateExecutionOrder();
}

export function moveAll(graph) {
  for (const node of graph.nodes) node.pos = [node.pos[0] + 10, node.pos[1] + 10];
}

/** A saved graph in which each of `links` leads from one node to another, by their places in the list. */
function saved(count, links) {
  const json = JSON.parse(JSON.stringify(filled(count).serialize()));
  json.links = links.map(([from, to], id) => {
    const [source, target] = [json.nodes[from], json.nodes[to]];
    source.outputs[0].links = [...(source.outputs[0].links ?? []), id];
    target.inputs[0].link = id;
    return [id, source.id, 0, target.id, 0, 'number'];
  });
  json.last_link_id = links.length;
  return json;
}

export function file(count) {
  return saved(
    count,
    Array.from({ length: count / 2 }, (_, i) => [2 * i, 2 * i + 1]),
  );
}

export function load(graph, json) {
  graph.configure(json);
}

export function engine(count, rows) {
  const length = count / rows;
  const graph = empty();
  const links = Array.from({ length: count - 1 }, (_, i) => [i, i + 1]).filter(([, to]) => to % length > 0);
  load(graph, saved(count, links));
  return { run: async () => graph.runStep(1) };
}
