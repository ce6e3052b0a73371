/**
 * Texts inside pictures and meshes: what made them. Reads PNG, WebP, JPEG and GLB, writes PNG, WebP and GLB, and never touches a pixel.
 *
 * Files may be hostile: everything wrong with one ends in a `GdsError` with a code `GDS_METADATA_*`, and memory stays within
 * {@link LIMITS} whatever a file claims or unpacks to.
 */
export { LIMITS } from './bytes.js';
export { detectContainer, readMetadata, writeMetadata, type Container, type Metadata } from './files.js';
export { PROVENANCE_KEY, provenanceOf, readProvenance, writeProvenance, type Provenance, type ProvenanceModel } from './provenance.js';
export { XMP_KEY } from './webp.js';
