/// What the assistant remembers, as the owner sees it.
@NullMarked
package moltbot.control.memory;

import org.jspecify.annotations.NullMarked;
