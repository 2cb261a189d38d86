/** What runs on a main thread, or off every one: the roles of handlers, hooks and tasks. */

/** Roles by number, as frames hold them. */
export const roles = ['call', 'run', 'callable', 'start', 'stop', 'service-task'] as const;
/** The numbers of {@link roles}. */
export const RoleNumber = { call: 0, run: 1, callable: 2, start: 3, stop: 4, serviceTask: 5 } as const;
