/**
 * React Flow as its quick start sets it up: nodes and edges in state, a memoised node component with a title and handles, the ground and the
 * controls. Variant `visible` sets `onlyRenderVisibleElements`, which its page on performance advises for large graphs.
 */
import { Background, Controls, Handle, Position, ReactFlow, applyNodeChanges } from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { createElement as h, memo, useCallback, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { picture } from '../driver.mjs';
import { NODE } from '../scene.mjs';

const STYLE = {
  width: NODE.width,
  height: NODE.height,
  background: '#1a1b1d',
  color: '#eee',
  borderRadius: 14,
  border: '1px solid #35373c',
};
const HEADER = { padding: '8px 12px', font: '600 13px sans-serif' };

const BenchNode = memo(({ data }) =>
  h(
    'div',
    { style: STYLE },
    h('div', { style: HEADER }, data.title),
    data.url ? h('img', { src: data.url, width: NODE.width - 18, height: 72, style: { objectFit: 'cover' } }) : null,
    data.url ? null : h(Handle, { type: 'target', position: Position.Left, id: '0', style: { top: 50 } }),
    data.url ? null : h(Handle, { type: 'target', position: Position.Left, id: '1', style: { top: 75 } }),
    h(Handle, { type: 'source', position: Position.Right, id: 'out', style: { top: 50 } }),
  ),
);
const TYPES = { bench: BenchNode };

export function createSubject({ visible = false }) {
  let flow;
  let update;
  let total = 0;

  const made = async ({ nodes }) => {
    const urls = new Map();
    for (const node of nodes) {
      if (node.picture !== undefined) urls.set(node.id, URL.createObjectURL(await picture(node.picture)));
    }
    return nodes.map(({ id, x, y, title }) => ({
      id,
      type: 'bench',
      position: { x, y },
      initialWidth: NODE.width,
      initialHeight: NODE.height,
      data: { title, url: urls.get(id) },
    }));
  };

  function App({ first, edges, ready }) {
    const [nodes, setNodes] = useState(first);
    update = setNodes;
    total = nodes.length;
    const onNodesChange = useCallback((changes) => setNodes((now) => applyNodeChanges(changes, now)), []);
    return h(
      ReactFlow,
      {
        nodes,
        edges,
        nodeTypes: TYPES,
        onNodesChange,
        onInit: ready,
        minZoom: 0.01,
        maxZoom: 8,
        colorMode: 'dark',
        onlyRenderVisibleElements: visible,
      },
      h(Background),
      h(Controls),
    );
  }

  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

  return {
    async mount(scene) {
      const first = await made(scene);
      const edges = scene.edges.map(([from, to, input], index) => ({
        id: `e${index}`,
        source: scene.nodes[from].id,
        sourceHandle: 'out',
        target: scene.nodes[to].id,
        targetHandle: String(input),
      }));
      flow = await new Promise((ready) => createRoot(document.querySelector('#stage')).render(h(App, { first, edges, ready })));
      // Edges follow once the nodes were measured.
      while (!document.querySelector('.react-flow__edge')) await frame();
    },
    view: ({ x, y, zoom }) => void flow.setViewport({ x: -x * zoom, y: -y * zoom, zoom }),
    selectAll: () => update((nodes) => nodes.map((node) => ({ ...node, selected: true }))),
    handle() {
      const middle = { x: innerWidth / 2, y: innerHeight / 2 };
      const boxes = [...document.querySelectorAll('.react-flow__node')].map((node) => node.getBoundingClientRect());
      const distance = (box) => Math.hypot(box.left + box.width / 2 - middle.x, box.top - middle.y);
      const box = boxes.reduce((best, other) => (distance(other) < distance(best) ? other : best));
      return { x: box.left + box.width / 2, y: box.top + 16 };
    },
    async add(scene) {
      const more = await made(scene);
      update((nodes) => [...nodes, ...more]);
      const wanted = total + more.length;
      while (total < wanted) await frame();
    },
    where: (id) => flow.getNode(id).position,
    count: () => total,
  };
}
