/** The bounds of the wire, with safe defaults. Every buffer, table and recursion of `impl/wire` has one of these. */

/** What one side of a connection is ready to take. */
export interface WireLimits {
  /**
   * The largest frame that is accepted, in bytes after its length field. It is announced to the peer. A hostile peer can
   * make a connection hold this much, and twice as much while a frame grows.
   */
  readonly frameBytes: number;
  /** How many names of the peer are kept; announced, and the smaller number of both sides counts. 0: no interning. */
  readonly names: number;
  /** How many arrays and maps may lie within each other in one value. Reading recurses that deep. */
  readonly depth: number;
  /**
   * How many arrays, maps, byte strings, dates and big integers one frame may hold. One byte can stand for such an object
   * of about 100 bytes, so that without this bound a frame of 10 MiB could take a gigabyte.
   */
  readonly objects: number;
}

/** The bounds of a connection for which nobody chose others. */
export const WIRE_LIMITS: WireLimits = {
  frameBytes: 10_485_760,
  names: 1024,
  depth: 256,
  objects: 1_048_576,
};

/** The smallest limit of a frame that a peer may announce: every failure can be cut down to so much (WIRE-08). */
export const FRAME_BYTES_MIN = 256;

/** The most bytes that a text of the table of names has; longer ones travel whole each time (WIRE-23). */
export const NAME_BYTES_MAX = 255;

/** The most names that a table may have, whatever is announced. */
export const NAMES_MAX = 65_535;

/** The most causes behind one error; the writer leaves out deeper ones (WIRE-36). */
export const CAUSES_MAX = 16;

/** The most texts by name that an error states, or that a trace context has (WIRE-33, WIRE-36). */
export const TEXTS_MAX = 64;
