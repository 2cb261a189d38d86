package fencepost.flink;

import org.apache.flink.util.concurrent.ScheduledExecutor;

/**
 * A main-thread executor of an endpoint.
 *
 * @param plain executes
 * @param scheduled schedules; null for an executor without fencing, which cannot
 * @param endpoint whose main thread it is
 */
record Executor(java.util.concurrent.Executor plain, ScheduledExecutor scheduled, Conformance endpoint) {}
