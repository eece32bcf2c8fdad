/// Servers of tools that are reached over HTTP.
@NullMarked
package moltbot.gateway.mcp;

import org.jspecify.annotations.NullMarked;
