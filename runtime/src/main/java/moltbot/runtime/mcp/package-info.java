/// Servers of tools: a client of the Model Context Protocol over programs that are held open in sandboxes.
@NullMarked
package moltbot.runtime.mcp;

import org.jspecify.annotations.NullMarked;
