/** Why Go refuses a JSON document. */
export class GoDecodeFault extends Error {}
