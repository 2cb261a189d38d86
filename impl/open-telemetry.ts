/** Telemetry for OpenTelemetry. It needs the package `@opentelemetry/api`, which others do not install. */
export { type OpenTelemetryOptions, openTelemetry } from './telemetry/open-telemetry.js';
