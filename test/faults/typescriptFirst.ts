/** Claritalk.node is Claritalk.node.ts here, and not Claritalk.node.json, which Node.js would find first. */
const extensions = require.extensions as Record<string, unknown>;
const json = extensions['.json'];
delete extensions['.json'];
extensions['.json'] = json;
