/** The part of the Khronos glTF validator in use; it ships without types. */
declare module 'gltf-validator' {
  export interface Message {
    readonly code: string;
    readonly message: string;
    readonly pointer?: string;
    /** 0 error, 1 warning, 2 information, 3 hint. */
    readonly severity: number;
  }
  export interface Report {
    readonly info?: { readonly totalVertexCount: number; readonly totalTriangleCount: number };
    readonly issues: { readonly numErrors: number; readonly numWarnings: number; readonly messages: readonly Message[] };
  }
  const validator: { validateBytes(bytes: Uint8Array, options?: { maxIssues?: number }): Promise<Report> };
  export default validator;
}
