import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { css, html, LitElement } from 'lit';
import { cssVars } from '../src/element/css-vars.js';
import { COLOR_TOKENS, PLAIN_TOKENS } from '../src/element/tokens.js';

/** The one table of design tokens, as both themes show it. */
class TokenTable extends LitElement {
  static override styles = css`
    :host {
      display: block;
      padding: 24px;
      background: white;
      color: black;
      font:
        13px/1.4 system-ui,
        sans-serif;
    }
    table {
      border-collapse: collapse;
    }
    td,
    th {
      padding: 6px 16px 6px 0;
      border-block-end: 1px solid #ddd;
      text-align: start;
    }
    i {
      display: inline-block;
      inline-size: 40px;
      block-size: 24px;
      margin-inline-end: 8px;
      border: 1px solid #999;
      border-radius: 4px;
      background: var(--swatch);
      vertical-align: middle;
    }
  `;

  protected override render() {
    const swatch = (value: string) => html`<td><i ${cssVars({ '--swatch': value })}></i><code>${value}</code></td>`;
    return html`<h1>Design tokens</h1>
      <p>
        Each is a custom property of the element. Set <code>--gds-NAME</code> for both themes, or <code>--gds-dark-NAME</code> and
        <code>--gds-light-NAME</code> for colours of one. The renderer reads the same table.
      </p>
      <table>
        <thead>
          <tr>
            <th>Colour</th>
            <th>Dark</th>
            <th>Light</th>
            <th>Use</th>
          </tr>
        </thead>
        <tbody>
          ${Object.entries(COLOR_TOKENS).map(
            ([name, token]) =>
              html`<tr>
                <th scope="row">--gds-${name}</th>
                ${swatch(token.dark)}${swatch(token.light)}
                <td>${token.use}</td>
              </tr>`,
          )}
        </tbody>
      </table>
      <h2>Sizes and times</h2>
      <table>
        <tbody>
          ${Object.entries(PLAIN_TOKENS).map(
            ([name, value]) =>
              html`<tr>
                <th scope="row">--gds-${name}</th>
                <td><code>${value}</code></td>
              </tr>`,
          )}
        </tbody>
      </table>`;
  }
}

const meta: Meta = { title: 'Tokens', tags: ['!autodocs'] };
export default meta;

export const Table: StoryObj = {
  render: () => {
    if (!customElements.get('story-token-table')) customElements.define('story-token-table', TokenTable);
    return document.createElement('story-token-table');
  },
};
