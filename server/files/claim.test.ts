/** Rule S56 of docs/rules/server.md: who gets which folder of jobs, among the living, the dead and those on other machines. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { expect } from 'chai';
import { claimFolder, type Claim } from './claim.js';
import { fateOf, IDENTITY } from './process-identity.js';

describe('claimFolder', () => {
  let data = '';
  let claims: Claim[] = [];
  const claim = async (): Promise<string> => {
    const mine = await claimFolder(data, '.jobs');
    claims.push(mine);
    return mine.folder.slice(data.length + 1);
  };
  const [host = '', pid = ''] = IDENTITY.split('-');
  /** A process that has run on this machine and does not any more. */
  const { pid: ended } = spawnSync(process.execPath, ['-e', '']);
  const owner = (name: string): string => join(data, `${name}.owner`);

  beforeEach(() => void (data = mkdtempSync(join(tmpdir(), 'gds-claim-'))));
  afterEach(async () => {
    await Promise.all(claims.map((each) => each.release()));
    claims = [];
    rmSync(data, { recursive: true });
  });

  it('gives everyone another folder, and a free one again', async () => {
    expect((await Promise.all([claim(), claim(), claim()])).sort()).to.deep.equal(['.jobs', '.jobs-2', '.jobs-3']);
    const second = claims.find(({ folder }) => folder.endsWith('-2'))!;
    await second.release();
    expect(existsSync(owner('.jobs-2'))).to.equal(false);
    expect(await claim()).to.equal('.jobs-2');
  });

  it('takes over from a process that has ended, one of many', async () => {
    for (const dead of [`${host}-${ended}-00000000`, `${host}-${pid}-ffffffff`]) {
      writeFileSync(owner('.jobs'), dead);
      const given = await Promise.all([claim(), claim(), claim(), claim()]);
      expect(new Set(given).size, dead).to.equal(4);
      expect(given, dead).to.include('.jobs');
      expect(readFileSync(owner('.jobs'), 'utf8')).to.equal(IDENTITY);
      expect(readdirSync(data).filter((name) => name.includes('.owner-'))).to.deep.equal([]);
      await Promise.all(claims.map((each) => each.release()));
      claims = [];
    }
  });

  it('leaves that of a running process alone, and of one elsewhere for as long as it is touched', async () => {
    writeFileSync(owner('.jobs'), `${host}-${process.ppid}-00000000`);
    utimesSync(owner('.jobs'), 0, 0);
    writeFileSync(owner('.jobs-2'), '00000000-1-00000000');
    expect(await claim()).to.equal('.jobs-3');
    utimesSync(owner('.jobs-2'), 0, Date.now() / 1000 - 120);
    expect(await claim()).to.equal('.jobs-2');
  });

  it('knows a process by its machine and its start', () => {
    expect(fateOf(IDENTITY)).to.equal('running');
    expect(fateOf(`${IDENTITY}-more`)).to.equal('running');
    expect(fateOf(`${host}-${pid}-ffffffff`)).to.equal('ended');
    expect(fateOf(`${host}-${ended}-00000000`)).to.equal('ended');
    expect(fateOf('')).to.equal('unknown');
    expect(fateOf('00000000-1-00000000')).to.equal('unknown');
  });
});
