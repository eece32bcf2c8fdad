/// Servers of tools (Model Context Protocol): what the owner configured of them, and what is done with them.
@NullMarked
package moltbot.contract.mcp;

import org.jspecify.annotations.NullMarked;
