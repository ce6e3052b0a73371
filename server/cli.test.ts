/** The command line and its page in the documentation: every option is in both, with the same words. */
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { helpText, readCommandLine } from './cli.js';

describe('the command line', () => {
  const help = helpText();
  const options = [...help.matchAll(/^ {2}(--\S+(?: [A-Z]+)?) +(.*)$/gm)].map(([, option = '', meaning = '']) => ({ option, meaning }));

  it('is described in docs/server.md, option by option', () => {
    const page = readFileSync(new URL('../docs/server.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| `(--[^`]+)` +\| (.*?) +\|$/gm)].map(([, option = '', meaning = '']) => ({ option, meaning }));
    const written = options.map(({ option, meaning }) => ({ option, meaning: meaning.charAt(0).toUpperCase() + meaning.slice(1) }));
    expect(rows).to.deep.equal(written);
    expect(options.length).to.be.greaterThan(20);
  });

  it('gives what was given and nothing else', () => {
    expect(readCommandLine([], {})).to.deep.equal({ server: { data: 'data' }, listen: {}, help: false, version: false });
    const args = '--data d --port 0 --host ::1 --allow-origin http://a --allow-origin http://b --queue 5 --uploads-hours 0.5'.split(' ');
    expect(readCommandLine(args, { GDS_TOKEN: 'from-environment' })).to.deep.equal({
      server: { data: 'd', allowOrigins: ['http://a', 'http://b'], queue: 5, uploadsHours: 0.5, token: 'from-environment' },
      listen: { port: 0, host: '::1' },
      help: false,
      version: false,
    });
    expect(readCommandLine(['--token', 'from-command'], { GDS_TOKEN: 'from-environment' }).server.token).to.equal('from-command');
    expect(readCommandLine([], { GDS_TOKEN: '' }).server).to.not.have.property('token');
    expect(readCommandLine(['--help'], {}).help).to.equal(true);
  });

  it('refuses values that are none', () => {
    for (const args of [
      ['--queue', '-1'],
      ['--queue', '1e3'],
      ['--queue', 'x'],
      ['--port', '-1'],
      ['--port', '1.5'],
      ['--runtime', 'gpu'],
      ['x'],
      ['--data'],
    ]) {
      expect(() => readCommandLine(args, {}), args.join(' '))
        .to.throw()
        .with.property('code', 'GDS_SERVER_OPTION');
    }
  });
});
