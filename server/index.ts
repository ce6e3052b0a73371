/** The server as a library: the app without a socket, and a way to open one. */
export { createApp, type ServerApp } from './app.js';
export { LOG_LEVELS, RUNTIMES, USUAL_ORIGINS, type LogLevel, type Runtime, type ServerConfig, type ServerOptions } from './config.js';
export { listen, USUAL_PORT, type ListenOptions, type RunningServer } from './listen.js';
export { SETTINGS, type Setting, type SettingName, type Settings } from './settings.js';
export { CONTENT_SECURITY_POLICY, SECURITY_HEADERS } from './http/headers.js';
