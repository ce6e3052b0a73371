import { describe, it, beforeEach } from 'node:test';
import { expect } from 'chai';
import { FRAMES_APART, FramePace } from './frame-pace.js';
import { SurfaceCursor } from './surface-cursor.js';

describe('the cursor of the surface', () => {
  let frames: Map<number, FrameRequestCallback>;
  let written: string[];
  let surface: HTMLElement | null;
  let busy: boolean;
  let pace: FramePace;
  let cursor: SurfaceCursor;
  beforeEach(() => {
    frames = new Map();
    written = [];
    let last = 0;
    const defaultView = {
      requestAnimationFrame: (callback: FrameRequestCallback) => (frames.set((last += 1), callback), last),
      cancelAnimationFrame: (id: number) => frames.delete(id),
    };
    const style = {
      cursor: '',
      setProperty(_: string, value: string) {
        written.push((this.cursor = value));
      },
    };
    surface = { style } as unknown as HTMLElement;
    busy = false;
    pace = new FramePace(
      () => cursor.show(),
      () => defaultView as unknown as Window,
    );
    cursor = new SurfaceCursor({
      get surface() {
        return surface;
      },
      get busy() {
        return busy;
      },
      get viewMoves() {
        return pace.waiting;
      },
      showSoon: () => pace.ask(),
    });
  });
  const frame = (): void => {
    const due = [...frames.values()];
    frames.clear();
    for (const callback of due) callback(performance.now());
  };
  /** Twelve frames of a moving view with another thing under the pointer in each. */
  const move = (): void => {
    for (let step = 0; step < 12; step += 1) {
      pace.ask();
      cursor.set((['text', 'pointer', 'move'] as const)[step % 3]!);
      frame();
    }
  };

  it('is another at once while the view rests, and no frame is asked for', () => {
    for (const each of ['text', 'pointer', 'pointer', 'default'] as const) cursor.set(each);
    expect(written).to.deep.equal(['text', 'pointer', 'default']);
    expect(frames.size).to.equal(0);
  });

  it('follows one frame in four while the view moves, and is right in the end', () => {
    move();
    expect(written.length).to.be.within(2, 12 / FRAMES_APART + 1);
    cursor.set('crosshair');
    for (let more = 0; more < 2 * FRAMES_APART; more += 1) frame();
    expect(written.at(-1)).to.equal('crosshair');
    expect(frames.size, 'at rest').to.equal(0);
  });

  it('is another at once where the hand does something, and where nothing moves any more', () => {
    busy = true;
    move();
    expect(written).to.have.length(12);
    busy = false;
    for (let more = 0; more < 2 * FRAMES_APART; more += 1) frame();
    cursor.set('move');
    expect(written.at(-1)).to.equal('move');
  });

  it('is kept until there is a surface to show it', () => {
    const there = surface;
    surface = null;
    cursor.set('text');
    surface = there;
    cursor.show();
    expect(written).to.deep.equal(['text']);
  });

  it('is shown after the view has come to rest, also where it became another in the last frames', () => {
    pace.ask();
    cursor.set('pointer');
    expect(written).to.deep.equal([]);
    for (let more = 0; more < 2 * FRAMES_APART; more += 1) frame();
    expect(written).to.deep.equal(['pointer']);
  });
});
