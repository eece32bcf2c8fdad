/// Parts of the work that are handed to sub-agents.
@NullMarked
package moltbot.runtime.part;

import org.jspecify.annotations.NullMarked;
