/** The scene. Its contract is settled first; see the class comment. */
export declare class Scene {}
