/**
 * The document against random people on a bad network: all converge, every state is sound, undo goes back to the start.
 * `npm run prove` runs ten times as many seeds, and longer ones.
 */
import { describe as suite, it } from 'node:test';
import { expect } from 'chai';
import { describe, runInProcesses } from './seeds.js';

suite('the document among people on a bad network', () => {
  it('holds for seeds 1 to 200', async () => {
    const { counts, failures } = await runInProcesses({ from: 1, seeds: 200, commands: 150 });
    console.log(counts);
    expect(failures.map(describe).join('\n')).to.equal('');
    // The network was bad, and people did take things back.
    for (const name of ['lost', 'doubled', 'partitions', 'restarts', 'resyncs', 'undone', 'redone', 'refused'] as const) {
      expect(counts[name], name).to.be.greaterThan(200);
    }
  });
});
