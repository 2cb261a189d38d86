/** The frame size of the services of cases that are not about it, in bytes. */
export const FRAME_BYTES = 32_768;
