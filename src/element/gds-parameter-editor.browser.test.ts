import { expect } from '@open-wc/testing';
import type { GdsParameterEditor, ParamDetail } from './gds-parameter-editor.js';
import { byName, caught, inside, itIsAccessible, mount, press, SAMPLE_DEFINITIONS, type } from '../../test/support/parts.js';

const parameters = SAMPLE_DEFINITIONS[1]!.parameters;
const editor = (more: Partial<GdsParameterEditor> = {}): Promise<GdsParameterEditor> =>
  mount<GdsParameterEditor>('gds-parameter-editor', { parameters, values: {}, ...more });

describe('<gds-parameter-editor>', () => {
  itIsAccessible<GdsParameterEditor>('gds-parameter-editor', {
    defaults: () => ({ parameters, values: {} }),
    overridden: () => ({ parameters, values: {}, overridden: new Set(['prompt']) }),
    'read-only': () => ({ parameters, values: {}, readonly: true }),
  });

  it('shows defaults where nothing is stored', async () => {
    const part = await editor({ values: { steps: 2 } });
    expect(inside<HTMLInputElement>(part, '#p-steps').value).to.equal('2');
    expect(inside<HTMLInputElement>(part, '#p-seed').value).to.equal('42');
    expect(inside<HTMLSelectElement>(part, '#p-size').selectedOptions[0]!.textContent).to.equal('256 × 256');
  });

  it('streams a drag and marks its end', async () => {
    const part = await editor();
    const events = caught<ParamDetail>(part, 'gds-param');
    const slider = inside<HTMLInputElement>(part, '#p-steps');
    for (const value of ['5', '6', '7']) type(slider, value, false);
    slider.dispatchEvent(new Event('change', { bubbles: true }));
    expect(events).to.deep.equal([
      { name: 'steps', value: 5, final: false },
      { name: 'steps', value: 6, final: false },
      { name: 'steps', value: 7, final: false },
      { name: 'steps', value: 7, final: true },
    ]);
    expect(Object.isFrozen(events[0])).to.equal(true);
  });

  it('fills the slider up to its value', async () => {
    const part = await editor({ values: { steps: 8 } });
    expect(inside(part, '#p-steps').style.getPropertyValue('--fill')).to.equal('1');
    part.values = { steps: 1 };
    await part.updateComplete;
    expect(inside(part, '#p-steps').style.getPropertyValue('--fill')).to.equal('0');
  });

  it('does not send a number out of range, says what fits, and Escape brings the old one back', async () => {
    const part = await editor({ values: { guidance: 3 } });
    const events = caught<ParamDetail>(part, 'gds-param');
    const field = inside<HTMLInputElement>(part, '#p-guidance');
    for (const wrong of ['21', '-1', 'abc', '', '1.05']) {
      type(field, wrong);
      await part.updateComplete;
      expect(events, wrong).to.have.length(0);
      expect(field.getAttribute('aria-invalid'), wrong).to.equal('true');
      expect(field.value, 'what was typed stays').to.equal(wrong);
      const message = inside(part, `#${field.getAttribute('aria-describedby')!.split(' ')[0]}`);
      expect(message.textContent).to.match(wrong === '1.05' ? /steps of 0\.1/ : /from 0 to 20/);
    }
    press(field, 'Escape');
    await part.updateComplete;
    expect(field.value).to.equal('3');
    expect(field.getAttribute('aria-invalid')).to.equal('false');
    type(field, '7,5');
    expect(events).to.deep.equal([
      { name: 'guidance', value: 7.5, final: false },
      { name: 'guidance', value: 7.5, final: true },
    ]);
  });

  it('steps numbers with the arrows and stops at the ends', async () => {
    const part = await editor({ values: { guidance: 19.5 } });
    const events = caught<ParamDetail>(part, 'gds-param');
    const field = inside<HTMLInputElement>(part, '#p-guidance');
    press(field, 'ArrowUp');
    press(field, 'ArrowUp', { shiftKey: true });
    press(field, 'ArrowDown');
    expect(events.map(({ value }) => value)).to.deep.equal([19.6, 20, 19.4]);
  });

  it('refuses text that is too long and says by how much', async () => {
    const part = await editor();
    const events = caught<ParamDetail>(part, 'gds-param');
    type(inside<HTMLInputElement>(part, '#p-positive'), 'twelve chars');
    await part.updateComplete;
    expect(events).to.have.length(0);
    expect(inside(part, '#p-positive-message').textContent).to.contain('2 characters too long');
  });

  it('shows an overridden parameter off, with where its value comes from', async () => {
    const part = await editor({ overridden: new Set(['prompt']) });
    const field = inside<HTMLInputElement>(part, '#p-positive');
    expect(field.disabled).to.equal(true);
    expect(inside(part, `#${field.getAttribute('aria-describedby')}`).textContent).to.equal('From connection');
    expect(inside<HTMLInputElement>(part, '#p-steps').disabled).to.equal(false);
  });

  it('keeps number types of choices', async () => {
    const part = await editor();
    const events = caught<ParamDetail>(part, 'gds-param');
    const select = inside<HTMLSelectElement>(part, '#p-size');
    select.selectedIndex = 1;
    select.dispatchEvent(new Event('change', { bubbles: true }));
    expect(events).to.deep.equal([{ name: 'size', value: 512, final: true }]);
  });

  it('shows a stored choice that is no longer offered', async () => {
    const part = await editor({ values: { size: 1024 } });
    expect(inside<HTMLSelectElement>(part, '#p-size').selectedOptions[0]!.textContent).to.contain('1024');
  });

  it('throws dice and stores what follows a run beside the seed', async () => {
    const part = await editor();
    const events = caught<ParamDetail>(part, 'gds-param');
    byName(part, 'Random seed').click();
    const [dice] = events;
    expect(dice!.name).to.equal('seed');
    expect(dice!.value).to.be.within(0, 4294967295);
    expect(Number.isInteger(dice!.value)).to.equal(true);
    const after = inside<HTMLSelectElement>(part, '#p-seed-after');
    after.value = 'randomize';
    after.dispatchEvent(new Event('change', { bubbles: true }));
    expect(events[1]).to.deep.equal({ name: 'seed_after', value: 'randomize', final: true });
  });

  it('sends switches and colours', async () => {
    const part = await editor();
    const events = caught<ParamDetail>(part, 'gds-param');
    inside<HTMLInputElement>(part, '#p-tiling').click();
    type(inside<HTMLInputElement>(part, '#p-ground'), 'red');
    await part.updateComplete;
    expect(inside(part, '#p-ground-message').textContent).to.contain('#3fa9f5');
    type(inside<HTMLInputElement>(part, '#p-ground'), '#FF0000');
    expect(events).to.deep.equal([
      { name: 'tiling', value: true, final: true },
      { name: 'ground', value: '#ff0000', final: false },
      { name: 'ground', value: '#ff0000', final: true },
    ]);
  });

  it('hands over a dropped or chosen picture and takes it away again', async () => {
    const part = await editor({
      values: { mask: 'abc' },
      urls: () => Promise.resolve('data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=='),
    });
    await new Promise((resolve) => setTimeout(resolve, 0));
    await part.updateComplete;
    expect(inside<HTMLImageElement>(part, '.thumb img').src).to.contain('data:image/gif');
    const files = caught<{ name: string; file: File }>(part, 'gds-param-file');
    const data = new DataTransfer();
    data.items.add(new File(['x'], 'mask.png', { type: 'image/png' }));
    inside(part, '.image').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    expect(files[0]!.name).to.equal('mask');
    expect(files[0]!.file.name).to.equal('mask.png');
    const events = caught<ParamDetail>(part, 'gds-param');
    byName(part, 'Remove picture').click();
    expect(events).to.deep.equal([{ name: 'mask', value: '', final: true }]);
  });

  it('forgets drafts when another node is shown', async () => {
    const part = await editor();
    type(inside<HTMLInputElement>(part, '#p-guidance'), '99');
    await part.updateComplete;
    part.parameters = [...parameters];
    await part.updateComplete;
    expect(inside<HTMLInputElement>(part, '#p-guidance').value).to.equal('0');
  });
});
