import { describe, it } from 'node:test';
import { expect } from 'chai';
import type { Progress } from '../registry/tasks.js';
import { ProgressMeter, type Clock } from './progress-meter.js';

/** A clock that stands still until it is moved. */
class TestClock implements Clock {
  time = 0;
  readonly calls = new Set<{ at: number; call: () => void }>();
  now = (): number => this.time;
  after = (ms: number, call: () => void): (() => void) => {
    const entry = { at: this.time + ms, call };
    this.calls.add(entry);
    return () => this.calls.delete(entry);
  };
  move(ms: number): void {
    this.time += ms;
    for (const entry of [...this.calls].filter(({ at }) => at <= this.time)) {
      this.calls.delete(entry);
      entry.call();
    }
  }
}

function meter() {
  const clock = new TestClock();
  const told: { at: number; progress: Progress }[] = [];
  return { clock, told, meter: new ProgressMeter((progress) => told.push({ at: clock.time, progress }), clock) };
}
const at = (fraction: number, more: Partial<Progress> = {}): Progress => ({ stage: 'denoise', label: 'Drawing', fraction, ...more });

describe('ProgressMeter', () => {
  it('tells the first at once, then at most ten in a second, and the last', () => {
    const { clock, told, meter: one } = meter();
    for (let ms = 0; ms <= 2000; ms++) {
      one.report(at(ms / 4000));
      clock.move(1);
    }
    one.report(at(0.9));
    one.finish();
    expect(told[0]).to.deep.equal({ at: 0, progress: at(0) });
    expect(told.at(-1)!.progress.fraction).to.equal(0.9);
    const gaps = told.slice(1, -1).map((each, i) => each.at - told[i]!.at);
    expect(Math.min(...gaps)).to.be.at.least(100);
    expect(told.length).to.be.within(20, 23);
    expect(clock.calls.size, 'nothing is left to come').to.equal(0);
  });

  it('tells what came last once its time has come, with a preview that came in between', () => {
    const { clock, told, meter: one } = meter();
    const preview = { width: 1, height: 1, data: new Uint8ClampedArray(4) };
    one.report(at(0));
    one.report(at(0.1, { preview }));
    one.report(at(0.2));
    clock.move(100);
    expect(told.map(({ progress }) => progress)).to.deep.equal([at(0), at(0.2, { preview })]);
  });

  it('never goes back, and counts what another does for what is left', () => {
    const { clock, told, meter: one } = meter();
    const say = (fraction: number): void => {
      one.report(at(fraction));
      clock.move(100);
    };
    say(0.5);
    say(0.3);
    one.restart('This device');
    say(0);
    say(0.5);
    say(1);
    expect(told.map(({ progress }) => progress.fraction)).to.deep.equal([0.5, 0.5, 0.5, 0.75, 1]);
    expect(told.map(({ progress }) => progress.label).slice(1, 3)).to.deep.equal(['Drawing', 'Drawing (This device)']);
  });

  it('tells nothing once it has stopped', () => {
    const { clock, told, meter: one } = meter();
    one.report(at(0));
    one.report(at(0.5));
    one.stop();
    one.report(at(0.7));
    clock.move(1000);
    expect(told.length).to.equal(1);
  });
});
