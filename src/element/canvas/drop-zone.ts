/** Drag over, drop and paste on the canvas, under one AbortSignal: shows that a drop is possible and hands on what arrived. */
import type { Point } from '../../scene/types.js';
import { ASSET_MIME, FILE_MIME, NODE_MIME, carriesSomething, type FileRef } from './files.js';

export interface DropHost {
  readonly surface: HTMLElement;
  readonly readonly: boolean;
  /** Client pixels to canvas units. */
  toCanvas(x: number, y: number): Point;
  /** Where a paste goes, canvas units. */
  place(): Point;
  /** It would be dropped here; null once it has gone. */
  over(at: Point | null): void;
  files(files: readonly File[], at: Point): void;
  node(type: string, at: Point): void;
  asset(hash: string, at: Point): void;
  file(file: FileRef, at: Point): void;
  copied(): string | undefined;
  /** Deletes what it gives; undefined where that is not possible. */
  cut(): string | undefined;
  pasted(text: string): boolean;
}

export function connectDropZone(host: DropHost, signal: AbortSignal): void {
  const { surface } = host;
  const mark = (on: boolean, event?: DragEvent): void => {
    surface.classList.toggle('dropping', on);
    host.over(on && event ? host.toCanvas(event.clientX, event.clientY) : null);
  };
  const typing = (event: Event): boolean => event.composedPath()[0] instanceof HTMLTextAreaElement;

  const over = (event: DragEvent): void => {
    if (!carriesSomething(event.dataTransfer)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = host.readonly ? 'none' : 'copy';
    mark(!host.readonly, event);
  };
  surface.addEventListener('dragenter', over, { signal });
  surface.addEventListener('dragover', over, { signal });
  surface.addEventListener('dragleave', () => mark(false), { signal });
  surface.addEventListener(
    'drop',
    (event) => {
      mark(false);
      const transfer = event.dataTransfer;
      if (!transfer || !carriesSomething(transfer)) return;
      event.preventDefault();
      if (host.readonly) return;
      const at = host.toCanvas(event.clientX, event.clientY);
      const type = transfer.getData(NODE_MIME);
      const hash = transfer.getData(ASSET_MIME);
      const file = transfer.getData(FILE_MIME);
      if (type) host.node(type, at);
      else if (hash) host.asset(hash, at);
      else if (file) host.file(JSON.parse(file) as FileRef, at);
      else if (transfer.files.length > 0) host.files([...transfer.files], at);
    },
    { signal },
  );
  surface.addEventListener(
    'paste',
    (event) => {
      if (host.readonly || typing(event)) return;
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length > 0) host.files(files, host.place());
      else if (!host.pasted(event.clipboardData?.getData('text/plain') ?? '')) return;
      event.preventDefault();
    },
    { signal },
  );
  const copy = (event: ClipboardEvent): void => {
    if (typing(event)) return;
    const text = event.type === 'cut' && !host.readonly ? host.cut() : host.copied();
    if (text === undefined) return;
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
  };
  surface.addEventListener('copy', copy, { signal });
  surface.addEventListener('cut', copy, { signal });
}
