/** The studio's server as a library: the app without a socket, and a way to open one. */
export { createApp, type StudioOptions } from './app.js';
export { listen, USUAL_PORT, type ListenOptions, type RunningServer } from './listen.js';
export { CONTENT_SECURITY_POLICY, SECURITY_HEADERS } from './headers.js';
