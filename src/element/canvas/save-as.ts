/** Hands a file to the person: a download. */

/** Milliseconds that a download may take to start before its URL is given back. */
const GRACE = 10_000;

export function saveAs(document: Document, blob: Blob, name: string): void {
  const link = document.createElement('a');
  const url = URL.createObjectURL(blob);
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), GRACE);
}
