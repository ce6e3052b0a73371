/** The part of `@kninnug/constrainautor` in use; its own types are raw sources that our compiler flags refuse. */
declare module '@kninnug/constrainautor' {
  export interface DelaunatorLike {
    coords: ArrayLike<number>;
    triangles: Uint32Array;
    halfedges: Int32Array;
    hull: Uint32Array;
  }
  export default class Constrainautor {
    constructor(delaunay: DelaunatorLike);
    /** Forces an edge between two points. Throws when it would cross another forced edge or pass through a point. */
    constrainOne(from: number, to: number): number;
  }
}
