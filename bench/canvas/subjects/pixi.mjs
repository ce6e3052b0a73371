/**
 * Plain Pixi (WebGL), as its examples do it: a container, one `Graphics` for each node from a shared context, a bitmap text for each title, one
 * `Graphics` for each edge. Dragging follows its example of dragging, for all nodes at once. Its ticker draws every frame.
 */
import { Application, BitmapText, Container, Graphics, GraphicsContext, Sprite, Texture } from 'pixi.js';
import { picture } from '../driver.mjs';
import { NODE } from '../scene.mjs';

export function createSubject() {
  const app = new Application();
  const world = new Container();
  const lines = new Container();
  const cards = new Container();
  const nodes = [];
  const edges = [];
  const byId = new Map();
  let face;
  let grabbed;

  async function put(list) {
    for (const { x, y, title, picture: index } of list) {
      const card = new Container({ x, y });
      card.addChild(new Graphics(face));
      card.addChild(new BitmapText({ text: title, x: 12, y: 10, style: { fontFamily: 'sans-serif', fontSize: 14, fill: '#eeeeee' } }));
      if (index !== undefined) {
        const bitmap = await createImageBitmap(await picture(index));
        card.addChild(new Sprite({ texture: Texture.from(bitmap), x: 9, y: 36, width: NODE.width - 18, height: 72 }));
      }
      card.eventMode = 'static';
      card.on('pointerdown', (event) => (grabbed = event.global.clone()));
      cards.addChild(card);
      nodes.push(card);
    }
  }
  function draw({ line, from, to, input }) {
    const [x1, y1] = [nodes[from].x + NODE.width, nodes[from].y + 50];
    const [x2, y2] = [nodes[to].x, nodes[to].y + 50 + input * 25];
    const bend = Math.max(40, Math.abs(x2 - x1) / 2);
    line
      .clear()
      .moveTo(x1, y1)
      .bezierCurveTo(x1 + bend, y1, x2 - bend, y2, x2, y2)
      .stroke({ width: 2, color: '#888888' });
  }
  function moveAll(dx, dy) {
    for (const node of nodes) node.position.set(node.x + dx, node.y + dy);
    for (const edge of edges) draw(edge);
  }

  return {
    async mount(scene) {
      await app.init({ preference: 'webgl', resizeTo: window, background: '#0e0f12', antialias: true });
      document.querySelector('#stage').append(app.canvas);
      face = new GraphicsContext()
        .roundRect(0, 0, NODE.width, NODE.height, 14)
        .fill('#1a1b1d')
        .stroke({ width: 1, color: '#35373c' })
        .circle(0, 50, 5)
        .circle(0, 75, 5)
        .circle(NODE.width, 50, 5)
        .fill('#4fa3ea');
      world.addChild(lines, cards);
      app.stage.addChild(world);
      await put(scene.nodes);
      scene.nodes.forEach(({ id }, at) => byId.set(id, nodes[at]));
      for (const [from, to, input] of scene.edges) {
        const edge = { line: new Graphics(), from, to, input };
        draw(edge);
        lines.addChild(edge.line);
        edges.push(edge);
      }
      app.stage.eventMode = 'static';
      app.stage.hitArea = app.screen;
      app.stage.on('globalpointermove', ({ global }) => {
        if (!grabbed) return;
        moveAll((global.x - grabbed.x) / world.scale.x, (global.y - grabbed.y) / world.scale.x);
        grabbed.copyFrom(global);
      });
      for (const type of ['pointerup', 'pointerupoutside']) app.stage.on(type, () => (grabbed = undefined));
    },
    view({ x, y, zoom }) {
      world.scale.set(zoom);
      world.position.set(-x * zoom, -y * zoom);
    },
    /** It has no selection: the drag moves all. */
    selectAll: () => undefined,
    handle() {
      const middle = world.toLocal({ x: innerWidth / 2, y: innerHeight / 2 });
      const distance = (node) => Math.hypot(node.x + NODE.width / 2 - middle.x, node.y - middle.y);
      const node = nodes.reduce((best, other) => (distance(other) < distance(best) ? other : best));
      const at = world.toGlobal({ x: node.x + NODE.width / 2, y: node.y + 20 });
      return { x: at.x, y: at.y };
    },
    add: ({ nodes: more }) => put(more),
    where: (id) => byId.get(id),
    count: () => nodes.length,
  };
}
