/**
 * How a page hands a file to the local web server: as the body of a POST, which a browser streams from the disk, where a
 * message of the WebSocket would be held, masked and copied whole. The answer is a number, with which the page then asks
 * to open the file (`OpenSource` of kind `upload`).
 */
export const UPLOAD_PATH = '/files'
/** Says which page it is: its key, as `socket-pipe.ts` keeps it. No form and no other site can set it. */
export const KEY_HEADER = 'X-Backedge-Key'
/** In bytes. More than the importers read, so that they say what is too large; beyond it nothing is even received. */
export const MAX_UPLOAD = 512 * 1024 * 1024
