/// Searching the web, with the engine the owner chose.
@NullMarked
package moltbot.gateway.search;

import org.jspecify.annotations.NullMarked;
