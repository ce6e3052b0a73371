/**
 * Sigma on a graphology graph, with its defaults, sizes that zoom with the graph, and dragging of nodes switched on. It draws discs with labels and straight edges: no
 * ports, no parts of a node.
 */
import Graph from 'graphology';
import Sigma from 'sigma';
import { NODE } from '../scene.mjs';

export function createSubject() {
  const graph = new Graph();
  let sigma;
  let toFramed;

  const put = (nodes) => {
    // Its axis points up.
    for (const { id, x, y, title } of nodes) graph.addNode(id, { x, y: -y, label: title, size: NODE.height / 2, color: '#5fb6f5' });
  };

  return {
    async mount({ nodes, edges, bounds }) {
      put(nodes);
      for (const [from, to] of edges) graph.addEdge(nodes[from].id, nodes[to].id, { size: 1, color: '#777' });
      sigma = new Sigma(graph, document.querySelector('#stage'), {
        settings: {
          itemSizesReference: 'positions',
          enableNodeDrag: true,
          getDraggedNodes: () => graph.nodes(),
          minCameraRatio: null,
          maxCameraRatio: null,
        },
      });
      // The frame of reference stays while nodes move.
      sigma.setCustomBBox({ x: [bounds.x, bounds.x + bounds.width], y: [-bounds.y - bounds.height, -bounds.y] });
      sigma.refresh();
      // From our camera to its own: the middle in its unit square, and how much of it is seen.
      const state = { x: 0.5, y: 0.5, angle: 0, ratio: 1 };
      const place = (x, y) => sigma.graphToViewport({ x, y: -y }, { cameraState: state });
      const scale = place(bounds.x + 1000, bounds.y).x - place(bounds.x, bounds.y).x;
      toFramed = ({ x, y, zoom }) => {
        const middle = { x: x + innerWidth / 2 / zoom, y: -(y + innerHeight / 2 / zoom) };
        const framed = sigma.viewportToFramedGraph(sigma.graphToViewport(middle, { cameraState: state }), { cameraState: state });
        return { x: framed.x, y: framed.y, angle: 0, ratio: scale / 1000 / zoom };
      };
    },
    view: (camera) => sigma.getCamera().setState(toFramed(camera)),
    /** It has no selection; dragging one node takes along those that `getDraggedNodes` names, here all. */
    selectAll: () => undefined,
    handle() {
      const middle = { x: innerWidth / 2, y: innerHeight / 2 };
      let best;
      graph.forEachNode((_, at) => {
        const { x, y } = sigma.graphToViewport(at);
        const distance = Math.hypot(x - middle.x, y - middle.y);
        if (!best || distance < best.distance) best = { distance, x, y };
      });
      return { x: best.x, y: best.y };
    },
    async add({ nodes }) {
      put(nodes);
    },
    where: (id) => graph.getNodeAttributes(id),
    count: () => graph.order,
  };
}
