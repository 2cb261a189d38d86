/** Where the services of a scenario live in the memory network. */

/** The host name of a service, by its number. */
export const hostOf = (service: number): string => `service-${service}`;

/** Its port. */
export const portOf = (service: number): number => 6000 + service;
