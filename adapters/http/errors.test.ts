// Texts of servers, cleaned of what only their engineers understand, and statuses as errors.
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { cleaned, jobFailure, refusal } from './errors.js';

const answer = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers });
const errorOf = async (status: number, body: unknown, headers: Record<string, string> = {}): Promise<string[]> => {
  const { code, message, retryable, retryAfter } = await refusal('Host', answer(status, body, headers));
  return [code, message, ...(retryable ? ['again'] : []), ...(retryAfter === undefined ? [] : [String(retryAfter)])];
};

describe('what a server says', () => {
  for (const [said, read] of [
    ['500: 429: Queue is full', 'Queue is full'],
    ['cannot identify image file <_io.BytesIO object at 0x7f229b1584a0>', 'cannot identify image file'],
    ["No such file: '/srv/svelte-nodes/data/models/x.bin'", "No such file: 'x.bin'"],
    ['open C:\\Users\\me\\model.onnx failed', 'open model.onnx failed'],
    ['shape [0, -1] and 3/4 of it, and/or more', 'shape [0, -1] and 3/4 of it, and/or more'],
    ['segfault at 0x7ffdeadbeef', 'segfault'],
  ] as const) {
    it(`loses its innards: ${said}`, () => void expect(cleaned(said)).to.equal(read));
  }

  it('keeps how long to wait', async () => {
    const busy = 'Host is busy: Queue full. Try again later.';
    expect(await errorOf(429, { detail: 'Queue full' }, { 'retry-after': '7' })).to.deep.equal(['GDS_REMOTE_BUSY', busy, 'again', '7000']);
    expect(await errorOf(503, { detail: 'Queue full' })).to.deep.equal(['GDS_REMOTE_BUSY', busy, 'again']);
  });

  it('asks for a sign-in', async () => {
    expect((await errorOf(401, { detail: 'A token is needed.' }))[0]).to.equal('GDS_REMOTE_AUTH');
    expect((await errorOf(403, { detail: 'Not from here' }))[0]).to.equal('GDS_REMOTE_AUTH');
  });

  it('shows no page of a proxy', async () => {
    expect(await errorOf(502, '<html>nginx</html>')).to.deep.equal([
      'GDS_REMOTE_UNREACHABLE',
      'What stands before Host cannot reach it (status 502). Try again later.',
      'again',
    ]);
    expect(await errorOf(500, '<html>stack</html>')).to.deep.equal(['GDS_REMOTE_FAILED', 'Host failed: status 500']);
  });

  it('may be that a job went with the server', () => {
    const { code, retryable } = jobFailure('Host', { message: 'Restarted', code: 'GDS_SERVER_RESTARTED' });
    expect([code, retryable]).to.deep.equal(['GDS_REMOTE_LOST', true]);
    expect(jobFailure('Host', null).message).to.equal('Host failed: it did not say why');
  });
});
