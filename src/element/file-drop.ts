/** Takes files from the desktop: dropped on an area, or chosen by the file field that belongs to it. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export interface FileDropHost extends ReactiveControllerHost {
  readonly readonly: boolean;
}

export class FileDrop implements ReactiveController {
  /** Files are held over the area. */
  active = false;

  /** @param take - Called with one file or more, never while the host is read-only. */
  constructor(
    private readonly host: FileDropHost,
    private readonly take: (files: File[]) => void,
  ) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.active = false;
  }

  readonly over = (event: DragEvent): void => {
    if (this.host.readonly || !event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    event.stopPropagation();
    event.dataTransfer.dropEffect = 'copy';
    this.set(true);
  };

  readonly leave = (): void => this.set(false);

  readonly drop = (event: DragEvent): void => {
    this.set(false);
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    this.give(files);
  };

  readonly picked = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const files = [...(input.files ?? [])];
    input.value = '';
    this.give(files);
  };

  private give(files: File[]): void {
    if (files.length > 0 && !this.host.readonly) this.take(files);
  }

  private set(active: boolean): void {
    if (active === this.active) return;
    this.active = active;
    this.host.requestUpdate();
  }
}
